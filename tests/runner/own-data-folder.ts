/** A data folder of a describe block's own: named by DLRN_DATA while its tests run, gone afterwards. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

export function ownDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dlrn-data-"));
  const earlier = process.env["DLRN_DATA"];
  before(() => {
    process.env["DLRN_DATA"] = folder;
  });
  after(() => {
    if (earlier === undefined) delete process.env["DLRN_DATA"];
    else process.env["DLRN_DATA"] = earlier;
    rmSync(folder, { recursive: true });
  });
  return folder;
}
