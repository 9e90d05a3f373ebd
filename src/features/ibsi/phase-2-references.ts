/**
 * IBSI 2's reference values of phase 2, with their tolerances: intensity statistics of the CT phantom's responses to filters 1 to 9,
 * A by slice and B in space: facts of Whybra et al., Radiology 310 (2024) e231319, whose reference data are CC0 1.0. Taken from
 * MIRP's tests; those of B are the same in Pictologics' compliance tables. The quartile coefficient of filter 8 in B has none: its
 * quartiles all but cancel.
 */

import { type Reference, referenceColumns } from "./compliance.js";

/** Of one filter: by slice, and in space. */
export interface FilterReferences {
  readonly A: readonly Reference[];
  readonly B: readonly Reference[];
}

const statistics: readonly string[] = [
  `
stat_mean -47±4.6 -46.4±5.9
stat_var 53300±2000 52600±2800
stat_skew -2.17±0.07 -2.18±0.09
stat_kurt 3.65±0.34 3.71±0.47
stat_median 41±0.6 41±0.7
stat_min -1000±10 -997±3
stat_p10 -434±21 -427±29
stat_p90 93±0.1 92±0.1
stat_max 377±10 377±15
stat_iqr 69±6.4 67±9.1
stat_range 1380±10 1370±20
stat_mad 160±5 159±7
stat_rmad 64.4±5.8 63.6±7.3
stat_medad 122±4 121±6
stat_cov -4.92±0.42 -4.94±0.64
stat_qcod 1±0.85 0.944±0.925
stat_energy 6.96e9±4.5e8 1.96e10±1.9e9
stat_rms 236±5 234±7
`,
  `
stat_mean -49.9±4.4 -49.9±5.7
stat_var 46600±1600 44400±2300
stat_skew -2.13±0.07 -2.13±0.09
stat_kurt 3.53±0.33 3.59±0.46
stat_median 38.1±0.7 37.3±0.6
stat_min -889±3 -906±5
stat_p10 -402±18 -389±25
stat_p90 79.8±0.1 77.2±0.1
stat_max 334±7 316±7
stat_iqr 82±10.5 92.6±13.5
stat_range 1220±10 1220±10
stat_mad 153±5 149±6
stat_rmad 67.7±5.6 68.1±6.9
stat_medad 116±4 114±5
stat_cov -4.33±0.34 -4.22±0.47
stat_qcod 1.85±0.66 2.97±0.58
stat_energy 6.15e9±3.9e8 1.68e10±1.6e9
stat_rms 222±5 217±7
`,
  `
stat_mean -2.44±0.12 -2.94±0.2
stat_var 556±24 720±33
stat_skew 0.295±0.027 0.428±0.009
stat_kurt 7.02±0.3 6.13±0.27
stat_median -0.585±0.012 -0.919±0.024
stat_min -178±1 -173±5
stat_p10 -27.1±0.5 -32.2±0.5
stat_p90 13.2±1.3 17.4±1.9
stat_max 191±1 204±1
stat_iqr 8.74±0.19 11.4±0.3
stat_range 369±2 377±5
stat_mad 13.2±0.3 15.5±0.4
stat_rmad 4.98±0.16 6.37±0.19
stat_medad 12.9±0.4 15.3±0.4
stat_cov -9.66±1.21 -9.12±1.63
stat_qcod -2.93±0.06 -2.34±0.07
stat_energy 7.03e7±4.2e6 2.61e8±1.9e7
stat_rms 23.7±0.5 27±0.6
`,
  `
stat_mean 148±3 142±3
stat_var 18000±500 11100±300
stat_skew 0.877±0.024 0.645±0.028
stat_kurt -0.279±0.039 -0.711±0.044
stat_median 88.7±5 113±4
stat_min 15.5±0.1 28.5±0.1
stat_p10 26.9±0.1 35.6±0.1
stat_p90 347±4 293±4
stat_max 672±4 525±1
stat_iqr 219±5 188±4
stat_range 657±4 496±1
stat_mad 116±2 92.4±1.4
stat_rmad 92.9±1.8 75.9±1.4
stat_medad 111±2 90.8±1.6
stat_cov 0.904±0.007 0.743±0.005
stat_qcod 0.773±0.003 0.699±0.003
stat_energy 5e9±2.7e8 1.12e10±7e8
stat_rms 200±4 177±3
`,
  `
stat_mean 103±1 40.2±0.2
stat_var 1040±10 231±2
stat_skew 1.31±0.03 1.57±0.03
stat_kurt 2.84±0.14 4.34±0.2
stat_median 97±1.3 37.2±0.1
stat_min 31.4±0.5 9.53±0.11
stat_p10 68.8±0.9 24.6±0.1
stat_p90 145±2 59.3±0.3
stat_max 354±5 175±3
stat_iqr 37.2±0.6 17.4±0.1
stat_range 322±5 165±3
stat_mad 24.2±0.4 11.3±0.1
stat_rmad 15.8±0.2 7.31±0.06
stat_medad 23.7±0.4 11±0.1
stat_cov 0.313±0.003 0.377±0.004
stat_qcod 0.187±0.001 0.226±0.002
stat_energy 1.46e9±2e7 6.62e8±9e6
stat_rms 108±2 43±0.2
`,
  `
stat_mean -0.185±0.025 -0.182±0.024
stat_var 427±11 250±9
stat_skew 0.0837±0.0188 0.157±0.018
stat_kurt 7.72±0.24 8.98±0.35
stat_median 0.0456±0.0041 0.0575±0.0046
stat_min -245±2 -148±1
stat_p10 -18.8±0.4 -13.8±0.5
stat_p90 17.7±0.4 12.1±0.4
stat_max 202±2 155±1
stat_iqr 15.8±0.1 9.35±0.15
stat_range 447±3 303±2
stat_mad 13±0.2 9.26±0.22
stat_rmad 6.82±0.08 4.21±0.09
stat_medad 13±0.2 9.25±0.22
stat_cov -112±37 -86.9±32.6
stat_qcod 491±10 -162±27
stat_energy 5.35e7±2e6 8.96e7±5.3e6
stat_rms 20.7±0.3 15.8±0.3
`,
  `
stat_mean 0.245±0.03 -0.0406±0.0051
stat_var 1910±40 422±11
stat_skew 0.0469±0.0072 -0.0112±0.0027
stat_kurt 6.22±0.16 5.45±0.09
stat_median 0.0675±0.0061 -0.0164±0.0013
stat_min -349±7 -203±3
stat_p10 -39.6±1 -20.6±0.4
stat_p90 40.5±0.9 20.4±0.4
stat_max 352±4 201±4
stat_iqr 28.8±0.4 16.3±0.2
stat_range 701±9 404±7
stat_mad 26.9±0.4 13.4±0.2
stat_rmad 13±0.2 7.2±0.1
stat_medad 26.9±0.4 13.4±0.2
stat_cov 178±77 -506±149
stat_qcod 104±66 -684±130
stat_energy 2.39e8±9e6 1.51e8±7e6
stat_rms 43.7±0.6 20.6±0.3
`,
  `
stat_mean 0.248±0.047 0.32±0.059
stat_var 1550±50 1810±70
stat_skew -0.0473±0.0145 -0.0719±0.0163
stat_kurt 8.19±0.3 7.64±0.33
stat_median -0.0323±0.0073 -0.00947±0.0107
stat_min -395±3 -411±5
stat_p10 -33.5±0.9 -36.5±1.3
stat_p90 34.4±1 38.1±1.3
stat_max 408±3 374±3
stat_iqr 24.8±0.3 25.5±0.4
stat_range 803±5 785±6
stat_mad 23.6±0.5 25.3±0.6
stat_rmad 11.1±0.2 11.7±0.3
stat_medad 23.6±0.5 25.3±0.6
stat_cov 159±30 134±27
stat_qcod -441±29 -
stat_energy 1.94e8±9e6 6.48e8±3.9e7
stat_rms 39.3±0.7 42.5±0.9
`,
  `
stat_mean 2.08±0.17 2.68±0.22
stat_var 4580±170 5490±220
stat_skew -0.0596±0.0145 -0.0858±0.0107
stat_kurt 6.11±0.21 5.58±0.18
stat_median 0.14±0.028 0.233±0.046
stat_min -535±1 -605±2
stat_p10 -59.2±1.8 -65.9±2.2
stat_p90 71.5±1.9 82.8±1.8
stat_max 470±6 471±13
stat_iqr 34.2±0.8 41±1
stat_range 1000±10 1080±20
stat_mad 40.1±0.9 45.1±1.1
stat_rmad 17.6±0.5 21±0.5
stat_medad 40±0.9 45±1.1
stat_cov 32.6±24.4 27.7±20.4
stat_qcod 47±15.2 47.4±20.7
stat_energy 5.74e8±3.1e7 1.97e9±1.4e8
stat_rms 67.7±1.3 74.1±1.6
`,
];

/** Filters 1 to 9 in their order. */
export const phase2References: readonly FilterReferences[] = statistics.map((table) => {
  const [A, B] = referenceColumns(table);
  return { A, B };
});
