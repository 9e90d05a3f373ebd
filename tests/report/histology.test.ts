/** Table S1 on the public cohort, against R; and who has none. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readCohort } from "dlrn/cohort/cohort";
import { histologyFindings, histologyTable, histologyVariable } from "dlrn/report/histology";
import type { Finding } from "dlrn/report/record";
import { projectRoot } from "dlrn/runner/environment";
import { cellText } from "dlrn/table/table";
import { assertNear } from "../near.js";

const root = projectRoot();
const dataFolder = join(root, "../shared/data");
const skip = existsSync(dataFolder) ? false : "the public data are not at ../shared/data";

describe("the public cohort", { skip }, () => {
  const cohort = (): ReturnType<typeof readCohort> => readCohort(root, "sts-tcia", { dataFolder });
  const value = (findings: readonly Finding[], id: string): unknown =>
    findings.find((finding) => finding.id === `sts-tcia.table-s1.training.${id}`)?.value;

  test("shares and P agree with R 4.2.2: binom.test(8, 17), binom.test(0, 1), fisher.test of 7 x 2", () => {
    const found = histologyFindings(cohort(), "mskcc_type");
    const near = (id: string, expected: number): void =>
      assertNear([value(found, id) as number], [expected], 1e-10);
    near("0.share", 8 / 17);
    near("0.lower", 0.22983268726599);
    near("0.upper", 0.721881699668893);
    assert.equal(value(found, "5.share"), 0);
    near("5.upper", 0.975);
    near("p", 0.435595256781212);
    assert.equal(found.length, 7 * 3 + 1);
  });

  test("a row a type; its words are the dictionary's", () => {
    const { rows, title, notes } = histologyTable(cohort(), "mskcc_type");
    assert.equal(title, "Table S1. Histological types, by lung metastasis");
    assert.deepEqual(
      rows.map(({ cells }) => Object.values(cells).map(cellText).slice(0, 3)),
      [
        ["Malignant fibrous histiocytoma", "9", "8"],
        ["Liposarcoma", "9", "2"],
        ["Leiomyosarcoma", "6", "4"],
        ["Synovial sarcoma", "4", "1"],
        ["Extraskeletal bone sarcoma", "1", "3"],
        ["Fibrosarcoma", "1", "0"],
        ["Other", "2", "1"],
      ],
    );
    assert.match(notes[1]!, /P = 0\.\d{3} of type and outcome, Fisher's exact\.$/);
  });

  test("the column with levels is taken, not the words as the centre wrote them", () =>
    assert.equal(histologyVariable(cohort()), "mskcc_type"));
});

test("the constructed cohort has none", () =>
  assert.equal(histologyVariable(readCohort(root, "twin", { dataFolder })), null));
