/**
 * How claims hang together: recipes compute one claim from others, checks say what must hold among several, and parts
 * say what a claim in words amounts to. They name claims; none of them holds a result.
 */

/** A claim by its id, a part of its value as `id#count`, or a plain number. */
export type Ref = string | number;

/** The figures of a confusion matrix that tables print. */
export const figureNames = [
  "accuracy",
  "error rate",
  "sensitivity",
  "specificity",
  "ppv",
  "npv",
] as const;

export type FigureName = (typeof figureNames)[number];

/** Counts per level in the two groups of the outcome; levels in their order. */
export interface LevelCounts {
  readonly nonEvents: readonly Ref[];
  readonly events: readonly Ref[];
}

export interface MeanGroupRefs {
  readonly mean: Ref;
  readonly standardDeviation: Ref;
  readonly n: Ref;
}

export type Recipe =
  /** Printed elsewhere too; two claims for a change "from … to …". */
  | { readonly by: "same as"; readonly of: readonly Ref[] }
  | { readonly by: "sum"; readonly of: readonly Ref[] }
  /** The first less all others. */
  | { readonly by: "difference"; readonly of: readonly Ref[] }
  | { readonly by: "product"; readonly of: readonly Ref[] }
  | { readonly by: "logarithm"; readonly of: Ref }
  /** 100 · part / whole, each a sum; left out, the claim's own count and total. */
  | {
      readonly by: "percentage";
      readonly part?: readonly Ref[];
      readonly whole?: readonly Ref[];
    }
  /** How many of the claims lie below the limit. */
  | { readonly by: "count below"; readonly of: readonly Ref[]; readonly limit: Ref }
  /** P of a test between two groups; which test, is found. */
  | ({
      readonly by: "group comparison";
      readonly ordered: boolean;
      readonly levels: readonly string[];
    } & LevelCounts)
  | { readonly by: "mean comparison"; readonly groups: readonly [MeanGroupRefs, MeanGroupRefs] }
  /** Odds ratio and interval of a variable alone; coding, reference level and kind of interval are found. */
  | ({ readonly by: "odds ratio"; readonly levels: readonly string[] } & LevelCounts)
  /** P of an odds ratio that has a recipe; which test, is found. */
  | { readonly by: "odds ratio P"; readonly of: string }
  /** Wald's P from an estimate and its interval. */
  | { readonly by: "interval P"; readonly of: string }
  /** AUC of an ordinal score and its interval; kind of interval is found. */
  | ({ readonly by: "ordinal AUC" } & LevelCounts)
  /** The matrix of a logistic model of one ordinal variable, learned on some counts and applied to others. */
  | {
      readonly by: "logistic classification";
      readonly learned: LevelCounts;
      readonly applied: LevelCounts;
      /** The risk from which a patient counts as positive. */
      readonly cut: number;
    }
  /** The one matrix of whole numbers that prints like these figures. */
  | {
      readonly by: "confusion matrix";
      readonly figures: Readonly<Partial<Record<FigureName, string>>>;
      readonly positives: Ref;
      readonly negatives: Ref;
    }
  /** A figure of a matrix; if the matrix was found from printed figures, this one is left out of them. */
  | { readonly by: "confusion figure"; readonly figure: FigureName; readonly matrix: string }
  /** McNemar's P of two classifiers on the same patients; which test, is found. */
  | { readonly by: "McNemar"; readonly of: readonly [string, string] }
  /** P of the difference of two AUCs with printed intervals. */
  | { readonly by: "AUC comparison"; readonly of: readonly [string, string] };

export type Check =
  | { readonly by: "sum"; readonly of: readonly Ref[]; readonly total: Ref }
  /** GRIM and GRIMMER: whole numbers with this mean and standard deviation. */
  | {
      readonly by: "whole numbers";
      readonly mean: string;
      readonly standardDeviation: string;
      readonly n: Ref;
      readonly smallest?: Ref;
      readonly largest?: Ref;
    }
  /** Estimate, interval and P of a ratio belong together. */
  | { readonly by: "interval"; readonly estimate: string; readonly p: string }
  /** How far the values of a variable alone in a model lie apart, from the standard error of its odds ratio. */
  | {
      readonly by: "span";
      readonly estimate: string;
      readonly positives: Ref;
      readonly negatives: Ref;
    }
  /** An odds ratio of a variable alone, and beside others. */
  | { readonly by: "adjustment"; readonly alone: string; readonly together: string }
  /** Some ranking of so many patients has this AUC and this DeLong interval. */
  | {
      readonly by: "AUC interval";
      readonly auc: string;
      readonly positives: Ref;
      readonly negatives: Ref;
      /** Why no two patients share a score, where that is known. */
      readonly untied?: string;
    }
  /** A curve through this point has this AUC. */
  | {
      readonly by: "operating point";
      readonly auc: string;
      readonly sensitivity: string;
      readonly specificity: string;
    }
  /** Some whole number of n patients prints so. */
  | { readonly by: "proportion"; readonly of: string; readonly n: Ref }
  /** Percentages of one whole add up to 100. */
  | { readonly by: "shares"; readonly of: readonly string[] }
  /** Each no larger than the next. */
  | { readonly by: "order"; readonly of: readonly string[] };

/** One thing that must hold for a claim in words to be true; `says` is the claim's own meaning, in plain words. */
export type Part = { readonly says: string } & (
  | {
      readonly by: "compare";
      readonly left: Ref;
      readonly relation: "<" | "<=" | "=" | ">=" | ">";
      readonly right: Ref;
    }
  /** So many of the P values lie below the limit. */
  | {
      readonly by: "count below";
      readonly of: readonly Ref[];
      readonly limit: Ref;
      readonly expected: Ref;
    }
  /** P values were found to come from one of these tests, named as in the verdicts. */
  | {
      readonly by: "computed by";
      readonly of: readonly string[];
      readonly methods: readonly string[];
    }
  /** P values were found to come from the same test. */
  | { readonly by: "computed alike"; readonly of: readonly string[] }
  /** The first AUC is significantly higher than the second, measured on the same patients or not. */
  | { readonly by: "higher AUC"; readonly of: readonly [string, string]; readonly alpha: Ref }
  /** The first classifier is right significantly more often (McNemar). */
  | { readonly by: "more often right"; readonly of: readonly [string, string]; readonly alpha: Ref }
  /** The same from two accuracies among n patients alone. */
  | {
      readonly by: "higher accuracy";
      readonly of: readonly [Ref, Ref];
      readonly n: Ref;
      readonly alpha: Ref;
    }
  /** Right significantly more often than calling everybody what most are. */
  | { readonly by: "better than prevalence"; readonly matrix: string; readonly alpha: Ref }
  /** The exact 95 % interval of a figure lies above this. */
  | {
      readonly by: "figure above";
      readonly matrix: string;
      readonly figure: FigureName;
      readonly least: number;
    }
  /** More net benefit at one threshold probability, if both matrices are cut there. */
  | {
      readonly by: "net benefit";
      readonly of: readonly [string, string];
      readonly threshold: number;
    }
  /** No printed number decides. */
  | { readonly by: "not printed"; readonly needs: string }
);
