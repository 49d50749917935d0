import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds PDF files against veraPDF's rules for PDF/UA-1 and PDF/A-3A: a line per failed check, a line per file. */
public class Verify {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (PDFAFlavour flavour : new PDFAFlavour[] {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A}) {
            for (String file : files) {
                verify(flavour, file);
            }
        }
    }

    private static void verify(PDFAFlavour flavour, String file) throws Exception {
        try (FileInputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, 50, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion failed : result.getTestAssertions()) {
                System.out.println("FAILED\t" + file + "\t" + failed.getRuleId().getClause() + ": "
                        + failed.getMessage() + " at " + failed.getLocation().getContext());
            }
            System.out.println((result.isCompliant() ? "PASSED\t" : "FAILED\t") + file + "\t" + flavour);
        }
    }
}
