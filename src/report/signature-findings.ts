/** What notebook 05 says of the signatures: their features and the choice of the penalty. */

import type { Cohort } from "../cohort/cohort.js";
import { featureParts, isDeep } from "../cohort/image-features.js";
import type { Figure } from "../plot/figure.js";
import type { CoefficientBar, CvPoint, PathPoint } from "../plot/signature-figures.js";
import { coefficientsAt, lassoModel } from "../select/lasso.js";
import { fixed } from "../table/format.js";
import { makeTable, type Table } from "../table/table.js";
import type { RepeatedFeatures } from "./feature-findings.js";
import { type SetSelection, setTitles } from "./image-signature.js";
import { networkNotes, networkWords } from "./network-words.js";
import type { Finding } from "./record.js";

type Words = Pick<Figure, "id" | "title" | "caption" | "description">;

/** A feature of a signature with its coefficient. */
export interface SignatureFeature {
  readonly feature: string;
  readonly coefficient: number;
}

/** The chosen features, largest coefficient first. */
export function signatureFeatures({ lasso }: SetSelection): SignatureFeature[] {
  const { coefficients } = lassoModel(lasso.lasso, lasso.lambda);
  const found = lasso.features.map((feature) => ({
    feature,
    coefficient: coefficients.find((own) => own.feature === feature)?.value ?? 0,
  }));
  return found.sort((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient));
}

/** `wavelet-LLH, GLCM: Contrast (T1)`; `network, channel 17 (FS)`. */
export function featureTitle(name: string): string {
  const { sequence, imageType, family, feature } = featureParts(name);
  if (isDeep(name)) return `network, channel ${Number(feature)} (${sequence})`;
  const title = /^(gl|ngtdm)/.test(family) ? family.toUpperCase() : family;
  return `${imageType}, ${title}: ${feature} (${sequence})`;
}

/** How many features each model has, and the penalties of its LASSO. */
export function selectionFindings(cohort: Cohort, selections: readonly SetSelection[]): Finding[] {
  return selections.flatMap((selection) => {
    const { set, lasso, rows } = selection;
    const { cv } = lasso.lasso;
    const training = rows.roles.flatMap((role, i) => (role === "training" ? [i] : []));
    const facts = {
      source: "images",
      n: training.length,
      events: training.filter((i) => rows.outcome[i] === 1).length,
    } as const;
    const printed = cohort.fromPaper && set === "combined";
    const count = (
      key: string,
      what: string,
      value: number,
      claim: string,
      print: string,
    ): Finding => ({
      id: `${cohort.id}.signature.${set}.${key}`,
      value,
      label: `${setTitles[set]} model: ${what}`,
      ...facts,
      test: "mRMR, then LASSO at the smallest cross-validated deviance",
      ...(printed && { claim, printed: print }),
    });
    const deep = lasso.features.filter(isDeep).length;
    const number = (
      key: string,
      what: string,
      value: number,
      claim?: string,
      print = "",
    ): Finding => ({
      id: `${cohort.id}.signature.${set}.${key}`,
      value,
      label: `${setTitles[set]} model: ${what}`,
      ...facts,
      test: `LASSO logistic regression, ${Math.max(...cv.folds)} folds, binomial deviance`,
      ...(printed && claim !== undefined && { claim, printed: print }),
      tolerance: { relative: 1e-6 },
    });
    return [
      count("features", "features chosen", lasso.features.length, "r.sel", "six"),
      count(
        "handcrafted",
        "handcrafted among them",
        lasso.features.length - deep,
        "r.sel.hcr",
        "one",
      ),
      count("deep", "deep among them", deep, "r.sel.dl", "five"),
      number("lambda", "λ of the smallest deviance", cv.lambdaMin, "f2.lambda", "0.057"),
      number("log-lambda", "ln λ", Math.log(cv.lambdaMin), "f2.lnlambda", "-2.86"),
      number("lambda-1se", "λ within one standard error", cv.lambdaOneSe),
      number("deviance", "smallest mean deviance", cv.mean[cv.indexMin]!),
    ];
  });
}

/** What each model took, in a sentence each. */
export function selectionSentence(selections: readonly SetSelection[]): string {
  const sentences = selections.map(({ set, candidates, wanted, mrmr, lasso }) => {
    const deep = lasso.features.filter(isDeep).length;
    const parts = [
      ...(set === "deep" ? [] : [`${lasso.features.length - deep} handcrafted`]),
      ...(set === "handcrafted" ? [] : [`${deep} deep`]),
    ];
    const fewer =
      mrmr.features.length < wanted
        ? ` (fewer than ${wanted}, since no more differ from these and vary)`
        : "";
    const flag = lasso.flag === null ? "" : ` (${lasso.flag})`;
    return `**${setTitles[set]}:** of ${candidates.length} features mRMR ranked ${mrmr.features.length} first${fewer}, and LASSO kept ${lasso.features.length} (${parts.join(", ")})${flag}.`;
  });
  return [...sentences, ...networkNotes(networkOf(selections))].join(" ");
}

/** The network of the models that have deep features. */
function networkOf(selections: readonly SetSelection[]): string | null {
  return selections.find(({ network }) => network !== null)?.network ?? null;
}

/** Table S3: a line a feature, model by model, in the order of the coefficients. */
export function tableS3(
  selections: readonly SetSelection[],
  repeated: RepeatedFeatures | null,
): Table {
  const icc = new Map(repeated?.features.map((name, j) => [name, repeated.icc[j]!]) ?? []);
  return makeTable({
    id: "table-s3",
    title: "Table S3. Features of each signature",
    columns: [
      { key: "feature", title: "Feature" },
      { key: "sequence", title: "Sequence", numeric: false },
      { key: "image", title: "Image", numeric: false },
      { key: "family", title: "Family", numeric: false },
      { key: "rank", title: "mRMR rank" },
      { key: "information", title: "Mutual information (nats)" },
      { key: "coefficient", title: "Coefficient" },
      ...(repeated === null ? [] : [{ key: "icc", title: "ICC(2,1)" }]),
    ],
    rows: selections.flatMap((selection) => [
      { kind: "heading" as const, cells: { feature: `${setTitles[selection.set]} model` } },
      ...signatureFeatures(selection).map(({ feature: name, coefficient }) => {
        const { sequence, imageType, family, feature } = featureParts(name);
        const rank = selection.mrmr.features.indexOf(name);
        const own = icc.get(name);
        return {
          kind: "level" as const,
          cells: {
            feature: isDeep(name) ? `channel ${Number(feature)}` : feature,
            sequence,
            image: imageType,
            family,
            rank: String(rank + 1),
            information: fixed(selection.mrmr.relevance[rank]!),
            coefficient: fixed(coefficient),
            ...(repeated === null
              ? {}
              : { icc: own === undefined || own === null ? "–" : fixed(own) }),
          },
        };
      }),
    ]),
    notes: [
      "Coefficients of the LASSO at the smallest cross-validated deviance, of z-scores for handcrafted features and of the channels' means for deep ones; they say which features were chosen, and are no effect sizes.",
      ...(repeated === null
        ? ["Too few were read twice: there is no ICC."]
        : [
            "The paper filters handcrafted features by their ICC; that of deep ones is shown only.",
          ]),
      ...networkNotes(networkOf(selections)),
    ],
  });
}

/** Coefficients as results, one a feature. */
export function coefficientFindings(cohort: Cohort, selection: SetSelection): Finding[] {
  return signatureFeatures(selection).map(({ feature, coefficient }) => ({
    id: `${cohort.id}.signature.${selection.set}.coefficient.${feature}`,
    value: coefficient,
    label: `${setTitles[selection.set]} model: coefficient of ${featureTitle(feature)}`,
    source: "images",
    test: "LASSO logistic regression",
    tolerance: { relative: 1e-5, absolute: 1e-7 },
  }));
}

export function coefficientBars(selection: SetSelection): CoefficientBar[] {
  return signatureFeatures(selection).map(({ feature, coefficient }) => ({
    feature: featureTitle(feature),
    coefficient,
    kind: isDeep(feature) ? "deep" : "handcrafted",
  }));
}

/** The coefficient of every feature along the path. */
export function pathPoints({ lasso }: SetSelection): PathPoint[] {
  const path = lasso.lasso;
  return path.lambda.flatMap((lambda) => {
    const { coefficients } = coefficientsAt(path, lambda);
    return path.features.map((feature, j) => ({
      feature: featureTitle(feature),
      kind: isDeep(feature) ? ("deep" as const) : ("handcrafted" as const),
      logLambda: Math.log(lambda),
      coefficient: coefficients[j]!,
    }));
  });
}

/** Mean deviance with one standard error to either side, along the path. */
export function cvPoints({ lasso }: SetSelection): CvPoint[] {
  const { cv } = lasso.lasso;
  return cv.lambda.map((lambda, l) => ({
    logLambda: Math.log(lambda),
    mean: cv.mean[l]!,
    low: cv.mean[l]! - cv.standardError[l]!,
    high: cv.mean[l]! + cv.standardError[l]!,
    nonzero: cv.nonzero[l]!,
  }));
}

export function coefficientWords({ set, lasso, network }: SetSelection): Words {
  return {
    id: "figure-2a-coefficients",
    title: "Figure 2A. Features with a coefficient other than zero",
    caption: `${setTitles[set]} model: coefficients at λ = ${fixed(lasso.lambda)}, where the cross-validated deviance is smallest; of handcrafted features per standard deviation, of deep ones per unit of the channel.${networkWords(network)}`,
    description: `Bars of the ${lasso.features.length} coefficients, handcrafted and deep features in two colours.`,
  };
}

export function pathWords({ set, lasso, network }: SetSelection): Words {
  return {
    id: "figure-2b-paths",
    title: "Figure 2B. Coefficients along ln λ",
    caption: `${setTitles[set]} model: a line a feature; above, the number of features with a coefficient; the dashed rule is ln λ = ${fixed(Math.log(lasso.lambda))}.${networkWords(network)}`,
    description: `Coefficients of ${lasso.lasso.features.length} features, which grow from zero as the penalty falls.`,
  };
}

export function cvWords({ set, lasso, network }: SetSelection): Words {
  const { cv } = lasso.lasso;
  return {
    id: "figure-2c-cv",
    title: "Figure 2C. Choice of λ by cross-validation",
    caption: `${setTitles[set]} model: mean binomial deviance of ${Math.max(...cv.folds)} folds ± one standard error; rules: λ of the smallest deviance (ln λ = ${fixed(Math.log(cv.lambdaMin))}) and the largest within one standard error of it (${fixed(Math.log(cv.lambdaOneSe))}). The features were ranked by mRMR on the same patients, so the curve is too low.${networkWords(network)}`,
    description: "Deviance against ln λ with error bars, and the two penalties as rules.",
  };
}
