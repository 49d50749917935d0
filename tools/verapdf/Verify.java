import java.io.File;
import java.io.FileInputStream;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates PDF files with veraPDF: Verify FLAVOUR FILE... prints one line per failed check and one per file. */
public class Verify {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.valueOf(arguments[0]);
        for (int place = 1; place < arguments.length; place++) {
            try (FileInputStream stream = new FileInputStream(new File(arguments[place]));
                    PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 50, false, false, true)) {
                ValidationResult result = validator.validate(parser);
                for (TestAssertion failed : result.getTestAssertions()) {
                    System.out.println("FAILED " + failed.getRuleId() + " " + failed.getLocation() + " " + failed.getMessage());
                }
                System.out.println((result.isCompliant() ? "PASSED " : "REFUSED ") + flavour + " " + arguments[place]);
            }
        }
    }
}
