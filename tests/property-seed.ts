/** Loaded before every test file: property tests draw the same examples in every run, so that a failure comes back. */

import fc from "fast-check";

fc.configureGlobal({ seed: 20220624 });
