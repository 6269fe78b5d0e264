// Runs veraPDF's PDF/UA-1 profile over the files given: one line of JSON each. Rhino, inside the same jar, runs this.
var V = org.verapdf;
V.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = V.pdfa.Foundries.defaultInstance();
var xml = java.lang.ClassLoader.getSystemResourceAsStream("org/verapdf/pdfa/validation/PDFUA-1.xml");
var profile = V.pdfa.validation.profiles.Profiles.profileFromXml(xml);
for (var i = 0; i < arguments.length; i++) {
  var parser = foundry.createParser(new java.io.File(arguments[i]), profile.getPDFAFlavour());
  var result = foundry.createValidator(profile, 100, false, true, false).validate(parser);
  var wrong = [];
  for (var each = result.getTestAssertions().iterator(); each.hasNext();) {
    var assertion = each.next();
    wrong.push(String(assertion.getRuleId().getClause()) + " " + String(assertion.getMessage()));
  }
  print(JSON.stringify({compliant: result.isCompliant(), checks: Number(result.getTotalAssertions()), wrong: wrong}));
}
