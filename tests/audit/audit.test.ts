/** The audit as a whole: planted errors found, sound numbers left alone, and what it finds in the paper. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuditedClaim, auditClaims } from "dlrn/audit/audit";
import { claimNamed, parseClaims, readClaims } from "dlrn/audit/claims-file";
import { headlines, headlineText } from "dlrn/audit/headline";
import { printedNumbers } from "dlrn/audit/printed-number";
import { valuePrintsAs } from "dlrn/audit/verdict";
import { seededRandom } from "dlrn/math/random";

const planted = readClaims("tests/audit/fixtures/planted-errors.json", "planted-errors.json");
const paper = readClaims("paper/claims.json", "paper/claims.json");
const auditOfPlanted = auditClaims(planted);
const auditOfPaper = auditClaims(paper);

function verdict({ claims }: { claims: readonly AuditedClaim[] }, id: string): AuditedClaim {
  const found = claims.find((claim) => claim.id === id);
  assert.ok(found, id);
  return found;
}

test("every planted error is found, with its evidence", () => {
  const errors: [id: string, status: string, evidence: RegExp][] = [
    ["sex.pos.women", "impossible as printed", /48 \+ 23 = 71, but n\.pos is 80; read as 32/],
    ["stage.p", "differs", /Mann-Whitney: 6\.5e-5, Chi-square: 0\.00032, .*printed 0\.003/],
    ["stage.auc", "differs", /DeLong's interval: 0\.6563 \(0\.5835 to 0\.729\)/],
    [
      "age.pos.mean",
      "impossible as printed",
      /No 80 whole numbers have the mean 58\.118: the nearest are 58\.1125 and 58\.125/,
    ],
    [
      "rating.sd",
      "impossible as printed",
      /nearest sums of squares are 164 \(1\.2432\) and 166 \(1\.3143\)/,
    ],
    ["bmi.or", "differs", /middle at 1\.6912 on the log scale, away from the estimate/],
    [
      "crp.p",
      "differs",
      /Wald's P would be 0\.0107 \(0\.00944 to 0\.0116 within rounding\), printed 0\.106/,
    ],
    ["crp.or", "differs", /printed 0\.106/],
    [
      "new.accuracy",
      "differs",
      /162 of 200, since the other figures leave only 60\/18\/102\/20: 0\.81, printed 0\.830/,
    ],
    [
      "new.auc",
      "impossible as printed",
      /0\.0023 to 0\.00281; DeLong's lies between 0\.0256 and 0\.0402/,
    ],
    ["new.auc.abstract", "differs", /As new\.auc: 0\.85, .*printed 0\.860/],
    ["p.auc", "differs", /0\.2075 .*printed 0\.001; nor would it be any of the same patients/],
    ["response", "differs", /80 of 200: 40 \(80\/200\), printed 41%/],
    ["relapse", "impossible as printed", /26\/80 = 0\.325 and 27\/80 = 0\.3375/],
    ["q1", "differs", /12 ≤ 10 ≤ 20 does not hold/],
    ["q2", "differs", /12 ≤ 10 ≤ 20 does not hold/],
    ["q3", "differs", /12 ≤ 10 ≤ 20 does not hold/],
    ["ln", "differs", /Ln 0\.1: -2\.3026, .*printed -2\.20/],
    [
      "swap.sensitivity",
      "differs",
      /52 of 80, .*: 0\.65, printed 0\.925; sensitivity and specificity are printed in each other's place/,
    ],
    ["swap.specificity", "differs", /111 of 120, .*: 0\.925, printed 0\.650/],
    [
      "mcnemar.p",
      "differs",
      /P lies between 0\.1573 and 0\.9099 for all 39 pairings, from 2 gained and 0 lost to 40 gained and 38 lost/,
    ],
    [
      "plain.auc",
      "differs",
      /sensitivity 0\.75 and specificity 0\.85 has an AUC of 0\.6367 to 0\.9627/,
    ],
    [
      "skew.auc",
      "differs",
      /middle is 0\.8765, not the AUC, and on the logit scale .* no DeLong interval/,
    ],
    [
      "mood.sd",
      "impossible as printed",
      /No 12 whole numbers from 1 to 7 have the mean 3\.50 and the standard deviation 4\.21: none comes near it/,
    ],
    ["lost", "differs", /6 of 40: 15 \(6\/40\), printed 13% \(6\/40\)/],
    ["others", "impossible as printed", /^42 of 40 is more than all\.$/],
    ["rate.no", "impossible as printed", /prints 83\.7%: 167\/200 = 0\.835 and 168\/200 = 0\.84/],
    ["or.outside", "impossible as printed", /^2\.1 lies outside its own interval, 2\.3 to 3\.4\.$/],
    ["or.turned", "impossible as printed", /^The limits must rise; they are 2\.5 to 0\.9\.$/],
    ["p.large", "impossible as printed", /^A p lies between 0 and 1; this is 1\.02\.$/],
    [
      "sd.negative",
      "impossible as printed",
      /^A standard deviation is not below 0; this is -1\.2\.$/,
    ],
    ["people", "impossible as printed", /^A count is a whole number; this is 12\.5\.$/],
    ["w.accurate", "not supported", /exact McNemar P from 0\.5 \(2 gained and 0 lost\)/],
    ["w.sex", "not supported", /no, 0\.814 against 0\.05/],
  ];
  for (const [id, status, evidence] of errors) {
    const found = verdict(auditOfPlanted, id);
    assert.equal(found.status, status, `${id}: ${found.evidence}`);
    assert.match(found.evidence, evidence, id);
  }
  const wrong = ["differs", "impossible as printed", "not supported"];
  assert.deepEqual(
    auditOfPlanted.claims
      .filter(({ status }) => wrong.includes(status))
      .map(({ id }) => id)
      .sort(),
    errors.map(([id]) => id).sort(),
  );
});

test("what is right among them is recomputed, the misprinted count mended", () => {
  const values: [id: string, value: unknown][] = [
    // R 4.2.2: chisq.test(matrix(c(70, 50, 48, 32), 2), correct = FALSE)$p.value
    ["sex.p", 0.8143835],
    // exp(cbind(coef(f), confint.default(f))) of glm(stage ~ outcome)
    ["stage.or", { estimate: 2.1269329, lower: 1.4571275, upper: 3.1046313 }],
    ["stage.or.p", 9.196228e-5],
    ["sex.or", { estimate: 0.9333333, lower: 0.524663, upper: 1.6603249 }],
    ["new.matrix", { tp: 60, fp: 18, tn: 102, fn: 20 }],
    ["new.npv", 102 / 122],
    ["swap.matrix", { tp: 52, fp: 9, tn: 111, fn: 28 }],
    ["swap.npv", 111 / 139],
    ["mcnemar.none", 1.9730209e-6], // R 4.2.2: binom.test(18, 78)$p.value, exact
    ["n", 200],
    ["few", 2],
    ["cured", { estimate: 12.5, count: 5, total: 40 }], // printed 12%: halves may go either way
  ];
  for (const [id, value] of values) {
    const found = verdict(auditOfPlanted, id);
    assert.equal(found.status, "recomputed", `${id}: ${found.evidence}`);
    const near = (a: unknown, b: unknown): void =>
      typeof b === "number"
        ? assert.ok(Math.abs((a as number) / b - 1) < 1e-6, `${id}: ${a} is not ${b}`)
        : Object.entries(b as object).forEach(([key, inner]) =>
            near((a as Record<string, unknown>)[key], inner),
          );
    near(found.value, value);
  }
  assert.deepEqual(auditOfPlanted.repairs, [{ id: "sex.pos.women", printed: 23, readAs: 32 }]);
});

test("what is right is not accused: halves to even, percentages, an estimate at its limit, a bound near 1", () => {
  for (const id of ["dose.mean", "dose.sd", "rate", "mcnemar.open", "logit.auc"])
    assert.equal(verdict(auditOfPlanted, id).status, "compatible", id);
  assert.match(verdict(auditOfPlanted, "dose.mean").evidence, /add up to 49 have the mean 6\.12/);
  assert.match(
    verdict(auditOfPlanted, "mcnemar.open").evidence,
    /^McNemar's chi-square, if there were 10 gained and 11 lost, would be 0\.8273\.$/,
  );
  assert.match(verdict(auditOfPlanted, "rate").evidence, /^167\/200 = 0\.835 prints so\.$/);
  // R 4.2.2, pROC 1.18.0: set.seed(4); y <- rep(0:1, c(120, 80)); x <- rnorm(200) + 1.7 * y; AUC 0.8593, on the
  // logit scale 0.7999 to 0.9032, and sqrt(var(roc(y, x))) is 0.0261319, inside what the printed limits leave open.
  assert.match(
    verdict(auditOfPlanted, "logit.auc").evidence,
    /^The interval, on the logit scale, has a standard error of 0\.0258 to 0\.0265; DeLong's lies between/,
  );
  for (const id of ["or.edge", "p.bound", "or.turned.p"])
    assert.equal(verdict(auditOfPlanted, id).status, "not derivable", id);
});

test("a number that is printed twice is as good as its other printing, the worse of two", () => {
  const { status, evidence } = verdict(auditOfPlanted, "change");
  assert.equal(status, "compatible"); // recomputed and compatible
  assert.match(evidence, /^As in Table \(new\.sensitivity, 0\.750\) and Table \(old\.auc, /);
  assert.equal(verdict(auditOfPlanted, "old.auc.abstract").status, "compatible");
  assert.equal(verdict(auditOfPaper, "r.acc.rad").status, "recomputed");
  assert.equal(verdict(auditOfPaper, "r.acc.rad").value, 111 / 126);
});

test("every recomputed value prints as printed, and every claim has one sentence of evidence", () => {
  for (const [file, audit] of [
    [planted, auditOfPlanted],
    [paper, auditOfPaper],
  ] as const) {
    assert.equal(audit.claims.length, file.claims.length);
    for (const { id, status, value, evidence } of audit.claims) {
      assert.match(evidence, /^[^a-z].*\.$/su, `${id}: ${evidence}`);
      if (status !== "recomputed") continue;
      const claim = claimNamed(file, id);
      assert.ok(value !== null, id);
      if (claim.printed !== null) assert.ok(valuePrintsAs(claim, value), `${id}: ${evidence}`);
    }
  }
});

test("the counts of the paper's verdicts", () => {
  assert.deepEqual(headlines(paper, auditOfPaper).map(headlineText), [
    "269 numeric results: 101 recomputed, 138 compatible, 5 differs, 6 impossible as printed, 19 not derivable",
    "10 derived: 9 recomputed, 1 impossible as printed",
    "45 other statements: 9 not derivable, 36 setting",
    "31 claims in words: 4 supported, 12 supported in part, 4 not supported, 11 undecided",
  ]);
});

test("what the paper's numbers contradict", () => {
  const bad = auditOfPaper.claims.filter(({ status }) => /differs|impossible/.test(status));
  assert.deepEqual(
    bad.map(({ id, status }) => `${id} ${status}`),
    [
      "t1.train.location.p differs",
      "t1.val.age.m.sd impossible as printed",
      "t1.val.depth.m.0 impossible as printed",
      "t3.train.rad.auc impossible as printed",
      "t3.train.rad.acc impossible as printed",
      "t3.train.rad.er impossible as printed",
      "t3.train.rad.sen impossible as printed",
      "t3.train.rad.spe differs",
      "t3.train.rad.ppv differs",
      "t3.train.rad.npv differs",
      "t3.train.rad.conf impossible as printed",
      "d.lm.multi differs",
    ],
  );
});

test("the radiomics row fits no patients of the training set, but 80 and 96 without its accuracy", () => {
  const { evidence } = verdict(auditOfPaper, "t3.train.rad.conf");
  assert.match(evidence, /^No table of 20 and 96 patients prints like all 6 figures/);
  assert.match(evidence, /without accuracy and error rate 54\/65, 80\/96, 95\/114 and 108\/130 do/);
  assert.match(evidence, /of these only 80\/96 keeps the 96 negatives: 37\/0\/96\/43/);
  assert.match(evidence, /accuracy 133\/176 = 0\.7557 where 0\.755 is printed/);
});

test("which test, correction, coding and reference level gives a printed number", () => {
  const methods: [id: string, method: RegExp][] = [
    ["t1.train.nstage.p", /^Chi-square, Yates$/],
    ["t1.val.nstage.p", /^Chi-square$/],
    ["t1.train.depth.p", /^Mann-Whitney$/],
    ["t1.val.depth.p", /^Chi-square$/],
    ["t1.val.edema.p", /^Chi-square$/],
    ["t1.train.age.p", /^Student's t$/],
    ["t2.uni.nstage.or", /^0 against 1, Wald/],
    ["t2.uni.gender.or", /^Male against Female, Wald/],
    ["t2.uni.number.or", /^Multiple against Solitary, Wald/],
    ["t2.uni.depth.or", /^Superficial against Deep, Wald/],
    ["t2.uni.location.or", /^levels as numbers, 1 to 4, Wald/],
    ["t2.uni.location.p", /^levels as numbers, 1 to 4, Wald/],
    ["t3.train.clin.auc", /^DeLong's interval$/],
    ["t3.train.rad.p", /^two groups of different patients/],
  ];
  for (const [id, method] of methods) assert.match(verdict(auditOfPaper, id).method!, method, id);
  assert.match(verdict(auditOfPaper, "t1.train.depth.p").evidence, /Linear-by-linear: 0\.3444/);
  assert.match(
    verdict(auditOfPaper, "t1.train.location.p").evidence,
    /Chi-square: 0\.6843.*Internal trunk against all others gives 0\.6481; 6 tests.*nor does a single patient in another level give it .* of 15 tables/,
  );
});

test("what the paper's numbers say beside their verdicts", () => {
  const found: [id: string, evidence: RegExp][] = [
    ["t1.train.age.p", /0\.4853 with the means 4926\/96 and 962\/20 of whole numbers/],
    ["t3.train.rad.acc", /133\/176 = 0\.7557 where 0\.755 is printed \(cut off, not rounded\)/],
    ["d.lm.multi", /66\.6667 \(26\/39\), printed 66% \(26\/39\); cut off, not rounded/],
    ["t2.uni.radiscore.or", /span at least 1\.42\d+, so they are no probabilities/],
    ["t2.mul.t1het.or", /changes sides, from 0\.366 alone to 1\.211/],
    ["t2.mul.t2het.or", /changes sides, from 0\.394 alone to 1\.284/],
    [
      "w.t1.footnote",
      /Mann-Whitney test: no, 0 of 6 .*N-stage .*: no, .*Yates.*depth: no, .*Mann-Whitney/,
    ],
    ["t2.mul.nstage.p", /^Wald's test from .*: 0\.0509, 0\.0508 to 0\.0509 within rounding/],
    ["t2.uni.radiscore.p", /7\.3e-7, whatever the rounding of its inputs/],
    ["t1.train.location.p", /Linear-by-linear: 0\.9788 .* nor does a single patient/],
    // R 4.2.2: binom.test(113, 126, 107 / 126, alternative = "greater"); binom.test(9, 19); binom.test(9, 12)
    ["w.abs.accurate", /113 of 126 .* gives 107; one-sided exact binomial P 0\.0807\./],
    [
      "w.abs.accurate",
      /0\.2445 to 0\.7114\..*ppv 9 of 12 = 0\.75, exact 95 % interval 0\.4281 to 0\.9451/,
    ],
    // R 4.2.2: 2 * pbinom(3, 12, .5), 2 * pbinom(2, 6, .5), 2 * pbinom(8, 18, .5)
    ["w.r.accuracy", /9 gained and 3 lost, exact McNemar P 0\.146\..* from 0\.6875 .* to 0\.8145 /],
    // R 4.2.2: (.799 - .664) over the root of both squared errors ((.922 - .675) / 2 / qnorm(.975), ...)
    [
      "w.d.hd",
      /P of independent AUCs 0\.1581; .* needs a correlation of the two AUCs above 0\.4855/,
    ],
    ["w.d.overfitting", /no, 20 against 1825\..*no, 0\.833 against 0\.936/],
    ["w.d.hd", /open, 0\.914 against 0\.696, .*; but t3\.train\.rad\.auc is impossible as printed/],
  ];
  for (const [id, evidence] of found)
    assert.match(verdict(auditOfPaper, id).evidence, evidence, id);
  // the ages of the validation set are no whole numbers (GRIMMER), so their means are not taken for such
  assert.doesNotMatch(verdict(auditOfPaper, "t1.val.age.p").evidence, /whole numbers/);
});

test("numbers that allow no check leave it open, with the reason, and stop nothing", () => {
  const count = { where: "Table 2", statement: "x", kind: "count", printed: "20", value: 20 };
  const claims = [
    { ...count, id: "n" },
    {
      ...count,
      id: "or",
      kind: "odds ratio",
      printed: "0.02 (0.00-0.50)",
      value: { estimate: 0.02, lower: 0, upper: 0.5 },
    },
    { ...count, id: "p", kind: "p", printed: "0.010", value: 0.01 },
    { ...count, id: "ppv", kind: "ppv", printed: "NA", value: "NA" },
    {
      id: "w",
      where: "Abstract",
      statement: "x",
      kind: "words",
      printed: "hits are hits",
      parts: [{ says: "most hits are", by: "compare", left: "ppv", relation: ">", right: 0.5 }],
    },
  ];
  const checks = [{ by: "interval", estimate: "or", p: "p" }];
  const file = parseClaims(JSON.stringify({ title: "x", source: "x", claims, checks }), "x.json");
  const audit = auditClaims(file);
  assert.equal(verdict(audit, "or").status, "not derivable");
  assert.match(
    verdict(audit, "or").evidence,
    /^The check of interval cannot be made: limits of a ratio must be above 0 and in order; got 0 and 0\.5/,
  );
  assert.equal(verdict(audit, "w").status, "undecided");
  assert.match(verdict(audit, "w").evidence, /"ppv" must be a number; it is printed as "NA"/);
});

test("law: whatever digits are printed, every claim gets a verdict with evidence", () => {
  const random = seededRandom(5);
  for (let run = 0; run < 5; run++) {
    const claims = planted.claims.map((claim) => {
      if (claim.printed === null || typeof claim.value !== "number" || random.uniform() < 0.7)
        return claim;
      const digits = claim.printed.replace(/\d/g, () => String(random.integer(10)));
      const [number] = printedNumbers(digits);
      return { ...claim, printed: digits, value: number!.value };
    });
    const file = parseClaims(JSON.stringify({ ...planted, claims }), "random.json");
    for (const { id, evidence } of auditClaims(file).claims)
      assert.match(evidence, /^[^a-z].*\.$/su, id);
  }
});

test("a verdict never rests on the claim itself: changing a printed number changes its verdict", () => {
  const changes: [id: string, from: string, to: string, value: unknown][] = [
    ["t3.train.dlrn.sen", "0.650", "0.600", 0.6],
    ["t1.train.gender.p", "0.698", "0.689", 0.689],
    [
      "t2.uni.tstage.or",
      "2.201 (1.351-3.583)",
      "2.201 (1.315-3.583)",
      { estimate: 2.201, lower: 1.315, upper: 3.583 },
    ],
    [
      "t3.val.clin.auc",
      "0.664 (0.523-0.805)",
      "0.664 (0.523-0.850)",
      { estimate: 0.664, lower: 0.523, upper: 0.85 },
    ],
    ["n.train", "116", "117", 117],
    ["f2.lnlambda", "-2.86", "-2.68", -2.68],
  ];
  for (const [id, from, to, value] of changes) {
    const claims = paper.claims.map((claim) => {
      if (claim.id !== id) return claim;
      const { quote: _, ...rest } = claim;
      assert.equal(claim.printed, from);
      return { ...rest, printed: to, value };
    });
    const file = parseClaims(JSON.stringify({ ...paper, claims }), "changed.json");
    assert.equal(verdict(auditOfPaper, id).status, "recomputed", id);
    assert.notEqual(verdict(auditClaims(file), id).status, "recomputed", id);
  }
});
