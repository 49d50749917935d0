"""The stories of the clerk's year as far as the program tells them by now, each from Today on with the mouse unplugged.

Keys are counted without modifiers and, but for US-09, without what is entered. Where a story counts clicks or actions,
each may cost two keys: one to get there, one to do it.

=====  ==========================================================================  =============  ==========
Story  Exists up to                                                                Keys, allowed  Goes on in
=====  ==========================================================================  =============  ==========
US-01  nothing yet: courses                                                        –, 12          issue 9
US-02  nothing yet: courses                                                        –, 8 clicks    issue 9
US-03  all whose appointment ends soon selected, one field of all changed, undone  10, 5 actions  issue 6
US-04  the broken rule found from Today, the panel turns green when it is mended   3, 6 actions   issue 6
US-05  nothing yet: admission                                                      –, 1 per case  issue 7
US-06  nothing yet: planning by itself                                             –, 5 clicks    issue 11
US-07  the folder of tomorrow at the printer, every paper noted                    4, 2 clicks    issue 8
US-08  nothing yet: the finder of substitutes                                      –, 6 clicks    issues 6, 8
US-09  72 marks typed, what was agreed, the result, the reason below 50            223, 230       issue 8
US-10  after a kill into the cell that was being typed                             1, 1 click     issue 8
US-11  a bundle looked at and taken in (4 keys), three conflicts decided           7, 3 for each  issue 5
US-12  nothing yet: positions and the joint report                                 –, 4 clicks    issue 10
=====  ==========================================================================  =============  ==========
"""
