/** The values of a Table 3 as results, claim by claim, and what the paper computed with synthetic rows, retraced. */

import type { Cohort } from "../cohort/cohort.js";
import type { Role } from "../cohort/rows.js";
import type { ComparedPerformance, SmoteForensics } from "../evaluate/compared-models.js";
import { type PublishedPerformance, readTable3 } from "../io/paper/table-3.js";
import { figureValue, printedLine, tableThreeFigures } from "../table/table-three.js";
import { agreesWithPrinted } from "./findings-table.js";
import type { Finding } from "./record.js";
import type { ResultFacts } from "./results.js";

const setIds: Readonly<Record<Role, string>> = {
  training: "train",
  validation: "val",
  synthetic: "synthetic",
};
const modelIds = { dlrn: "dlrn", radiomics: "rad", clinical: "clin" } as const;
const figureIds = {
  accuracy: "acc",
  errorRate: "er",
  sensitivity: "sen",
  specificity: "spe",
  ppv: "ppv",
  npv: "npv",
} as const;

/** The printed Table 3, which stands beside patients constructed from it only: it is not about others. */
export function publishedTableThree(
  { fromPaper }: Pick<Cohort, "fromPaper">,
  root: string,
): readonly PublishedPerformance[] | null {
  return fromPaper ? readTable3(root).rows : null;
}

/** Every value of every line. The signature on real training patients answers no claim: the paper does not print it. */
export function tableThreeFindings(
  prefix: string,
  found: readonly ComparedPerformance[],
  published: readonly PublishedPerformance[] | null,
): Finding[] {
  return found.flatMap((entry) => lineFindings(prefix, entry, printedLine(entry, published)));
}

function lineFindings(
  prefix: string,
  entry: ComparedPerformance,
  printed: PublishedPerformance | null,
): Finding[] {
  const { role, model, label, synthetic, n, events, auc, cut, cutOf, figures, against } = entry;
  const at = `${prefix}.table3.${role}.${model}${synthetic ? "-smote" : ""}`;
  const claim = `t3.${setIds[role]}.${modelIds[model]}`;
  const who = `${label}, ${role}${synthetic ? ", with SMOTE" : ""}`;
  const finding = (
    key: string,
    what: string,
    value: number | null,
    test: string,
    answer: Answer | null,
    notComputable: string = "nobody is in its denominator",
  ): Finding => {
    const facts: ResultFacts & { readonly id: string } = {
      id: `${at}.${key}`,
      label: `${who}: ${what}`,
      source: "patients",
      n,
      events,
      test,
      ...(printed === null || answer === null ? {} : answer),
    };
    return value === null ? { ...facts, value, notComputable } : { ...facts, value };
  };
  const part = (key: "estimate" | "lower" | "upper"): Answer => ({
    claim: `${claim}.auc#${key}`,
    ...(printed === null ? {} : { printed: printed.auc[key].text }),
  });
  const rule = `${cutOf} of ${cut} or more counts as positive`;
  const none = auc.flag ?? "no interval";
  const limitAnswer = (key: "lower" | "upper"): Answer | null => (synthetic ? null : part(key));
  const counts = [
    ["tp", figures.counts.truePositives],
    ["fp", figures.counts.falsePositives],
    ["tn", figures.counts.trueNegatives],
    ["fn", figures.counts.falseNegatives],
  ] as const;
  return [
    finding("auc", "AUC", auc.auc, "AUC", part("estimate")),
    finding(
      "auc.lower",
      "AUC, lower limit",
      auc.ci?.[0] ?? null,
      "DeLong, 95%",
      limitAnswer("lower"),
      none,
    ),
    finding(
      "auc.upper",
      "AUC, upper limit",
      auc.ci?.[1] ?? null,
      "DeLong, 95%",
      limitAnswer("upper"),
      none,
    ),
    ...tableThreeFigures.map(({ key, name }) =>
      finding(figureIds[key], name, figureValue(entry, key), rule, {
        claim: `${claim}.${figureIds[key]}`,
        ...(printed === null ? {} : { printed: printed[key]?.text ?? "NA" }),
      }),
    ),
    ...counts.map(([key, value]) =>
      finding(key, key.toUpperCase(), value, rule, { claim: `${claim}.conf#${key}` }),
    ),
    ...(against === null
      ? []
      : [
          finding(
            "difference",
            "AUC of the DLRN minus its own",
            against.difference,
            "DeLong, paired",
            null,
          ),
          finding(
            "p",
            "P against the DLRN",
            against.pValue,
            "DeLong, paired",
            printed?.p == null ? null : { claim: `${claim}.p`, printed: printed.p.text },
          ),
        ]),
  ];
}

interface Answer {
  readonly claim: string;
  readonly printed?: string;
}

/** What the paper seems to have computed with synthetic rows: retraced, and marked as invalid. */
export function forensicFindings(
  prefix: string,
  { n, events, auc, test }: SmoteForensics,
  published: readonly PublishedPerformance[] | null,
): Finding[] {
  const printed = published?.find(({ set, model }) => set === "training" && model === "radiomics");
  const facts = { source: "patients", n, events } as const;
  const claim = "t3.train.rad";
  const limit = (key: "lower" | "upper", value: number): Finding => ({
    id: `${prefix}.forensic.auc.${key}`,
    value,
    label: `Invalid: ${key} limit of the radiomics AUC in training, synthetic rows taken for patients`,
    test: "DeLong, 95%",
    claim: `${claim}.auc#${key}`,
    ...(printed === undefined ? {} : { printed: printed.auc[key].text }),
    ...facts,
  });
  return [
    limit("lower", auc.ci[0]),
    limit("upper", auc.ci[1]),
    {
      id: `${prefix}.forensic.p`,
      value: test.normalPValue,
      label:
        "Invalid: P of DLRN (patients) against radiomics (patients and synthetic rows) as if of different people",
      test: "DeLong, unpaired, normal",
      claim: `${claim}.p`,
      ...(printed?.p == null ? {} : { printed: printed.p.text }),
      ...facts,
    },
    {
      id: `${prefix}.forensic.p-satterthwaite`,
      value: test.pValue,
      label: "Invalid: the same P by the t distribution",
      test: "DeLong, unpaired, Satterthwaite",
      ...facts,
    },
  ];
}

/** How many of the printed values come out, and which do not. */
export function tableThreeSentence(findings: readonly Finding[]): string {
  const compared = findings.flatMap((finding) => {
    const agrees = agreesWithPrinted(finding);
    return agrees === null ? [] : [{ ...finding, agrees }];
  });
  if (compared.length === 0) return "No printed table stands beside these patients.";
  const agreeing = compared.filter(({ agrees }) => agrees);
  const differing = compared
    .filter(({ agrees }) => !agrees)
    .map(
      ({ label, value, printed }) => `${label} (${String(value).slice(0, 7)}, printed ${printed})`,
    );
  return `**Table 3.** ${agreeing.length} of ${compared.length} printed values come out to their digits. What differs: ${differing.join("; ") || "nothing"}. Among those that come out are one interval and one P that are invalid, since they take synthetic rows for patients.`;
}
