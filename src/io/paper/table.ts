/**
 * What the paper's printed tables in `paper/` have in common.
 *
 * The files keep each number as it is printed; reading them gives the text and the number. Variables bear the names
 * of the twin's dictionary, so that a printed row and a computed one meet.
 * Source: Liang et al., Front. Oncol. 12 (2022) 897676.
 */

/** The paper's two sets of patients. */
export type PublishedSet = "training" | "validation";

/** The two groups in each set. */
export type PublishedGroup = "nonMetastasis" | "metastasis";

export interface PublishedTable {
  readonly source: string;
  readonly title: string;
  readonly footnote: string;
}
