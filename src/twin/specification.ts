/**
 * What a constructed cohort must give: a paper's printed tables, as data.
 *
 * A specification holds the printed numbers as they are printed ("0.936", not 0.936), because the digits say how
 * precisely they are known; counts and confusion matrices are whole numbers. Each item may carry an `id`, by which
 * the list of targets names it; an item without one is an assumption and no target. The first set is the one that
 * models are learned on.
 */

/** Patients of one set: the group's sizes without and with the outcome. */
export interface SetSpecification {
  readonly name: string;
  readonly id: string;
  readonly counts: readonly [withoutOutcome: number, withOutcome: number];
}

/** Which patients something is said of; a part left out means all. */
export interface Selection {
  readonly set?: string;
  readonly outcome?: 0 | 1;
}

export interface MeanGroup extends Selection {
  readonly id: string;
  readonly mean: string;
  readonly sd: string;
  /** How many values may lie half a step off, where no values on the grid have this mean and SD. */
  readonly halfSteps?: number;
  readonly note?: string;
}

/** One number of the whole cohort. */
export interface OverallFigure {
  readonly id: string;
  readonly printed: string;
}

/** A variable known by its mean ± SD in groups that divide the cohort; values lie on a grid. */
export interface ContinuousVariable {
  readonly name: string;
  /** The grid: 1 for whole years. */
  readonly step: number;
  readonly range: readonly [lowest: number, highest: number];
  /** Of the values drawn before they are made exact; 0 unless told otherwise. An assumption. */
  readonly skewness?: number;
  readonly groups: readonly MeanGroup[];
  readonly overall?: {
    readonly median?: OverallFigure;
    readonly smallest?: OverallFigure;
    readonly largest?: OverallFigure;
  };
}

export interface CountGroup extends Selection {
  /** Left out for an assumption. */
  readonly id?: string;
  /** One per level. */
  readonly counts: readonly number[];
  /** The counts as they are printed, where they differ from how they are read. */
  readonly printedAs?: readonly string[];
  /** The printed claim each count belongs to, where it is not `id.level`. */
  readonly claims?: readonly (string | null)[];
  readonly note?: string;
}

/** A variable with levels, known by its counts in groups that divide the cohort. */
export interface CategoricalVariable {
  readonly name: string;
  readonly levels: readonly string[];
  /** The numbers of the levels where the variable enters as a number; 0, 1, … unless told otherwise. */
  readonly codes?: readonly number[];
  readonly groups: readonly CountGroup[];
  readonly assumption?: string;
}

/** How a variable enters a model: as a number, or as 1 for one level and 0 for the others. */
export interface Term {
  readonly variable: string;
  readonly level?: string;
}

/** A printed line of a regression table. */
export interface RegressionRow extends Term {
  readonly id: string;
  readonly or: string;
  readonly lower: string;
  readonly upper: string;
  /** "0.012", or "<0.001". */
  readonly p: string;
}

/** One logistic regression of the outcome on its rows; a single row is a univariate one. */
export interface RegressionSpecification {
  readonly id: string;
  readonly set: string;
  readonly rows: readonly RegressionRow[];
}

/** Something that ranks patients: a logistic model of terms, fitted on the first set, or a score as it is. */
export interface ModelSpecification {
  readonly id: string;
  readonly label: string;
  readonly terms?: readonly Term[];
  readonly score?: string;
  /** A patient at or above it is called positive. */
  readonly cut: { readonly risk: number } | { readonly score: number };
}

export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

export interface Performance {
  readonly id: string;
  readonly model: string;
  readonly set: string;
  /** Whether it was measured with the synthetic rows added. */
  readonly augmented?: boolean;
  readonly auc: string;
  /** DeLong's limits, where they are printed. */
  readonly lower?: string;
  readonly upper?: string;
  readonly confusion: Confusion;
}

/** DeLong's test of the first model's AUC against the second's. */
export interface Comparison {
  readonly id: string;
  readonly set: string;
  readonly models: readonly [string, string];
  readonly p: string;
  /** The second model measured with the synthetic rows: then the test is unpaired. */
  readonly augmented?: boolean;
  readonly note?: string;
}

/** Synthetic rows between pairs of patients with one outcome. */
export interface Augmentation {
  readonly set: string;
  readonly outcome: 0 | 1;
  /** Rows of that outcome afterwards. */
  readonly to: number;
  readonly idPrefix: string;
  /** What the score gives among the patients alone: their AUC, and how many with the outcome lie above the cut. An assumption. */
  readonly patients?: {
    readonly auc: readonly [lowest: number, highest: number];
    readonly positive: readonly [fewest: number, most: number];
  };
  readonly note?: string;
}

export interface SurvivalSpecification {
  readonly time: string;
  readonly event: string;
  /** The model whose cut makes the groups "high" and "low". */
  readonly model: string;
  readonly decimals: number;
  readonly longest: number;
  /** Whether every patient with the outcome has an event, because the outcome is one. */
  readonly eventWithOutcome: boolean;
  readonly medians: readonly {
    readonly id: string;
    readonly set: string;
    readonly group: "high" | "low";
    /** "21.0", or "not reached". */
    readonly median: string;
  }[];
  readonly logRank: readonly { readonly id: string; readonly set: string; readonly p: string }[];
  readonly note?: string;
}

/** An assumption that no table prints: two variables go together (Pearson's correlation of their codes). */
export interface CorrelationAssumption {
  readonly set: string;
  readonly between: readonly [string, string];
  readonly from: number;
  readonly to: number;
  readonly note: string;
}

export interface Specification {
  readonly title: string;
  readonly source: string;
  readonly idPrefix: string;
  /** The documented seed: the committed cohort is built from it. */
  readonly seed: number;
  /** Of the table of patients, in order. */
  readonly columns: readonly string[];
  readonly outcome: string;
  readonly sets: readonly SetSpecification[];
  readonly continuous: readonly ContinuousVariable[];
  readonly categorical: readonly CategoricalVariable[];
  readonly score: {
    readonly name: string;
    readonly decimals: number;
    readonly range: readonly [lowest: number, highest: number];
  };
  readonly regressions: readonly RegressionSpecification[];
  readonly models: readonly ModelSpecification[];
  readonly performance: readonly Performance[];
  readonly comparisons: readonly Comparison[];
  readonly augmentation?: Augmentation;
  readonly survival?: SurvivalSpecification;
  readonly correlations: readonly CorrelationAssumption[];
}
