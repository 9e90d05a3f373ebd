/** Figure S1 of a cohort, for a notebook's cell: computed once, again only if images, network, signature or code change. */

import type { Cohort } from "../cohort/cohort.js";
import { DEEP } from "../features/deep/deep-features.js";
import type { Json } from "../io/notebook.js";
import {
  type ActivationFound,
  activationFindings,
  activationStudy,
} from "../report/activation-findings.js";
import type { StudyChain } from "../report/study-chain.js";
import { openEntry } from "./environment.js";
import { networkFile, networkKey, openDeepNetwork } from "./network.js";
import { keyOfSource, patientSources } from "./patient-sources.js";
import { remember } from "./remember.js";
import { deepSettingsOf } from "./study-features.js";
import { openStudyImages } from "./study-images.js";

/** @throws RangeError or InputError as the study, the images and the network */
export async function studyActivation(cohort: Cohort, chain: StudyChain): Promise<ActivationFound> {
  const study = activationStudy(cohort, chain);
  const patients = study.patients.map(({ patient }) => patient);
  const entry = openEntry(cohort.id);
  const sources =
    entry.imageFeatures === undefined
      ? new Map()
      : patientSources(cohort, entry, entry.imageFeatures);
  const shown = entry.imageFeatures === undefined ? DEEP : deepSettingsOf(entry.imageFeatures);
  const found = await remember<{ [key: string]: Json }>(
    {
      name: "activation",
      modules: ["dlrn/report/activation-findings", "dlrn/runner/measured-patient"],
      inputs: {
        study: study as unknown as Json,
        network: [
          chain.features.network,
          networkKey(await networkFile()),
          shown.image as unknown as Json,
        ],
        images: patients.map((patient) => keyOfSource(sources.get(patient), entry, patient)),
      },
    },
    async () => {
      const images = await openStudyImages(cohort, patients);
      const network = await openDeepNetwork();
      const seen = await activationFindings(cohort, chain, study, images, network, shown.image);
      await network.close();
      return seen as unknown as { [key: string]: Json };
    },
  );
  return found as unknown as ActivationFound;
}
