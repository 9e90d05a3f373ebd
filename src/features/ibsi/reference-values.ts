/**
 * IBSI 1's reference values of the CT phantom in configurations C, D and E, with their tolerances: facts of Zwanenburg et al.,
 * Radiology 295 (2020) 328, published as tables with IBSI's data sets (CC BY 4.0), read in the copy that MIRP tests itself by.
 * Those of merged matrices and of all families without aggregation are also Pictologics' compliance tables, but that those lack
 * compactness 1 in C; where looked up (convex hull to local intensity, four of co-occurrence), IBSI's manual has the same.
 * Oriented boxes, enclosing ellipsoids and the area under the intensity-volume curve have none: the teams did not agree.
 */

import { type Reference, referenceColumns } from "./compliance.js";

const columns = referenceColumns(`
morph_volume 3.67e5±6000 3.67e5±6000 3.67e5±6000
morph_vol_approx 3.68e5±6000 3.68e5±6000 3.68e5±6000
morph_area_mesh 34300±400 34300±400 34300±400
morph_av 0.0934±7e-4 0.0934±7e-4 0.0934±7e-4
morph_comp_1 0.0326±2e-4 0.0326±2e-4 0.0326±2e-4
morph_comp_2 0.378±0.004 0.378±0.004 0.378±0.004
morph_sph_dispr 1.38±0.01 1.38±0.01 1.38±0.01
morph_sphericity 0.723±0.003 0.723±0.003 0.723±0.003
morph_asphericity 0.383±0.004 0.383±0.004 0.383±0.004
morph_com 45.6±2.8 64.9±2.8 68.5±2.1
morph_diam 125±1 125±1 125±1
morph_pca_maj_axis 93.3±0.5 93.3±0.5 93.3±0.5
morph_pca_min_axis 82±0.5 82±0.5 82±0.5
morph_pca_least_axis 70.9±0.4 70.9±0.4 70.9±0.4
morph_pca_elongation 0.879±0.001 0.879±0.001 0.879±0.001
morph_pca_flatness 0.76±0.001 0.76±0.001 0.76±0.001
morph_vol_dens_aabb 0.478±0.003 0.478±0.003 0.478±0.003
morph_area_dens_aabb 0.678±0.003 0.678±0.003 0.678±0.003
morph_vol_dens_aee 1.29±0.01 1.29±0.01 1.29±0.01
morph_area_dens_aee 1.62±0.01 1.62±0.01 1.62±0.01
morph_vol_dens_conv_hull 0.834±0.002 0.834±0.002 0.834±0.002
morph_area_dens_conv_hull 1.13±0.01 1.13±0.01 1.13±0.01
morph_integ_int -1.8e7±1.4e6 -8.64e6±1.56e6 -8.31e6±1.6e6
morph_moran_i 0.0824±3e-4 0.0622±0.0013 0.0596±0.0014
morph_geary_c 0.846±0.001 0.851±0.001 0.853±0.001

loc_peak_loc 169±10 201±10 181±13
loc_peak_glob 180±5 201±5 181±5

stat_mean -49±2.9 -23.5±3.9 -22.6±4.1
stat_var 50600±1400 32800±2100 35100±2200
stat_skew -2.14±0.05 -2.28±0.06 -2.3±0.07
stat_kurt 3.53±0.23 4.35±0.32 4.44±0.33
stat_median 40±0.4 42±0.4 43±0.5
stat_min -939±4 -724±12 -743±13
stat_p10 -424±14 -304±20 -310±21
stat_p90 86±0.1 86±0.1 93±0.2
stat_max 393±10 521±22 345±9
stat_iqr 67±4.9 57±4.1 62±3.5
stat_range 1330±20 1240±40 1090±30
stat_mad 158±4 123±6 125±6
stat_rmad 66.8±3.5 46.8±3.6 46.5±3.7
stat_medad 119±4 94.7±3.8 97.9±3.9
stat_cov -4.59±0.29 -7.7±1.01 -8.28±0.95
stat_qcod 1.03±0.4 0.74±0.011 0.795±0.337
stat_energy 2.44e9±1.2e8 1.48e9±1.4e8 1.58e9±1.4e8
stat_rms 230±4 183±7 189±7

ih_mean 38.6±0.2 18.5±0.5 21.7±0.3
ih_var 81.1±2.1 21.7±0.4 30.4±0.8
ih_skew -2.14±0.05 -2.27±0.06 -2.29±0.07
ih_kurt 3.52±0.23 4.31±0.32 4.4±0.33
ih_median 42±0 20±0.5 24±0.2
ih_min 3±0.16 1±0 1±0
ih_p10 24±0.7 11±0.7 13±0.7
ih_p90 44±0 21±0.5 25±0.2
ih_max 56±0.5 32±0 32±0
ih_mode 43±0.1 20±0.4 24±0.1
ih_iqr 3±0.21 2±0.06 1±0.06
ih_range 53±0.6 31±0 31±0
ih_mad 6.32±0.15 3.15±0.05 3.69±0.1
ih_rmad 2.59±0.14 1.33±0.06 1.46±0.09
ih_medad 4.75±0.12 2.41±0.04 2.89±0.07
ih_cov 0.234±0.005 0.252±0.006 0.254±0.006
ih_qcod 0.0361±0.0027 0.05±0.0021 0.0213±0.0015
ih_entropy 3.73±0.04 2.94±0.01 3.22±0.02
ih_uniformity 0.14±0.003 0.229±0.003 0.184±0.001
ih_max_grad 4750±30 7260±200 6010±130
ih_max_grad_g 41±0 19±0.4 23±0.2
ih_min_grad -4680±50 -6670±230 -6110±180
ih_min_grad_g 44±0 22±0.4 25±0.2

ivh_v10 0.998±0.001 0.972±0.003 0.975±0.002
ivh_v90 1.52e-4±2e-5 9e-5±4.15e-4 1.57e-4±2.48e-4
ivh_i10 88.8±0.2 87±0.1 770±5
ivh_i90 -421±14 -303±20 399±17
ivh_diff_v10_v90 0.997±0.001 0.971±0.001 0.974±0.001
ivh_diff_i10_i90 510±14 390±20 371±13

cm_joint_max_3D_avg 0.111±0.002 0.232±0.007 0.153±0.003
cm_joint_avg_3D_avg 39±0.2 18.9±0.5 22.1±0.3
cm_joint_var_3D_avg 73.7±2 17.6±0.4 24.4±0.9
cm_joint_entr_3D_avg 6.39±0.06 4.95±0.03 5.6±0.03
cm_diff_avg_3D_avg 2.17±0.05 1.29±0.01 1.7±0.01
cm_diff_var_3D_avg 14.4±0.5 5.37±0.11 8.22±0.06
cm_diff_entr_3D_avg 2.64±0.03 2.13±0.01 2.39±0.01
cm_sum_avg_3D_avg 78±0.3 37.7±0.8 44.3±0.4
cm_sum_var_3D_avg 276±8 63.4±1.3 86.6±3.3
cm_sum_entr_3D_avg 4.56±0.04 3.68±0.02 3.96±0.02
cm_energy_3D_avg 0.045±0.001 0.11±0.003 0.0638±9e-4
cm_contrast_3D_avg 19.2±0.7 7.07±0.13 11.1±0.1
cm_dissimilarity_3D_avg 2.17±0.05 1.29±0.01 1.7±0.01
cm_inv_diff_3D_avg 0.582±0.004 0.682±0.003 0.608±0.001
cm_inv_diff_norm_3D_avg 0.966±0.001 0.965±0.001 0.955±0.001
cm_inv_diff_mom_3D_avg 0.547±0.004 0.656±0.003 0.576±0.001
cm_inv_diff_mom_norm_3D_avg 0.994±0.001 0.994±0.001 0.99±0.001
cm_inv_var_3D_avg 0.39±0.003 0.341±0.005 0.41±0.004
cm_corr_3D_avg 0.869±0.001 0.798±0.005 0.771±0.006
cm_auto_corr_3D_avg 1580±10 370±16 509±8
cm_clust_tend_3D_avg 276±8 63.4±1.3 86.6±3.3
cm_clust_shade_3D_avg -10600±300 -1270±40 -2070±70
cm_clust_prom_3D_avg 5.69e5±11000 35700±1400 68900±2100
cm_info_corr1_3D_avg -0.236±0.001 -0.231±0.003 -0.181±0.003
cm_info_corr2_3D_avg 0.9±0.001 0.845±0.003 0.813±0.004
cm_joint_max_3D_comb 0.111±0.002 0.232±0.007 0.153±0.003
cm_joint_avg_3D_comb 39±0.2 18.9±0.5 22.1±0.3
cm_joint_var_3D_comb 73.8±2 17.6±0.4 24.4±0.9
cm_joint_entr_3D_comb 6.42±0.06 4.96±0.03 5.61±0.03
cm_diff_avg_3D_comb 2.16±0.05 1.29±0.01 1.7±0.01
cm_diff_var_3D_comb 14.4±0.5 5.38±0.11 8.23±0.06
cm_diff_entr_3D_comb 2.64±0.03 2.14±0.01 2.4±0.01
cm_sum_avg_3D_comb 78±0.3 37.7±0.8 44.3±0.4
cm_sum_var_3D_comb 276±8 63.5±1.3 86.7±3.3
cm_sum_entr_3D_comb 4.56±0.04 3.68±0.02 3.97±0.02
cm_energy_3D_comb 0.0447±0.001 0.109±0.003 0.0635±9e-4
cm_contrast_3D_comb 19.1±0.7 7.05±0.13 11.1±0.1
cm_dissimilarity_3D_comb 2.16±0.05 1.29±0.01 1.7±0.01
cm_inv_diff_3D_comb 0.583±0.004 0.682±0.003 0.608±0.001
cm_inv_diff_norm_3D_comb 0.966±0.001 0.965±0.001 0.955±0.001
cm_inv_diff_mom_3D_comb 0.548±0.004 0.657±0.003 0.577±0.001
cm_inv_diff_mom_norm_3D_comb 0.994±0.001 0.994±0.001 0.99±0.001
cm_inv_var_3D_comb 0.39±0.003 0.34±0.005 0.41±0.004
cm_corr_3D_comb 0.871±0.001 0.8±0.005 0.773±0.006
cm_auto_corr_3D_comb 1580±10 370±16 509±8
cm_clust_tend_3D_comb 276±8 63.5±1.3 86.7±3.3
cm_clust_shade_3D_comb -10600±300 -1280±40 -2080±70
cm_clust_prom_3D_comb 5.7e5±11000 35700±1500 69000±2100
cm_info_corr1_3D_comb -0.228±0.001 -0.225±0.003 -0.175±0.003
cm_info_corr2_3D_comb 0.899±0.001 0.846±0.003 0.813±0.004

rlm_sre_3D_avg 0.786±0.003 0.734±0.001 0.776±0.001
rlm_lre_3D_avg 3.31±0.04 6.66±0.18 3.55±0.07
rlm_lgre_3D_avg 0.00155±5e-5 0.0257±0.0012 0.0204±8e-4
rlm_hgre_3D_avg 1470±10 326±17 471±9
rlm_srlge_3D_avg 0.00136±5e-5 0.0232±0.001 0.0187±7e-4
rlm_srhge_3D_avg 1100±10 219±13 346±7
rlm_lrlge_3D_avg 0.00317±4e-5 0.0484±0.0031 0.0313±0.0016
rlm_lrhge_3D_avg 5590±80 2670±30 1900±20
rlm_glnu_3D_avg 3180±10 3290±10 4000±10
rlm_glnu_norm_3D_avg 0.102±0.003 0.133±0.002 0.135±0.003
rlm_rlnu_3D_avg 18000±500 12400±200 16600±300
rlm_rlnu_norm_3D_avg 0.574±0.004 0.5±0.001 0.559±0.001
rlm_r_perc_3D_avg 0.679±0.003 0.554±0.005 0.664±0.003
rlm_gl_var_3D_avg 101±3 31.5±0.4 39.8±0.9
rlm_rl_var_3D_avg 1.12±0.02 3.35±0.14 1.26±0.05
rlm_rl_entr_3D_avg 5.35±0.03 5.08±0.02 4.87±0.03
rlm_sre_3D_comb 0.787±0.003 0.736±0.001 0.777±0.001
rlm_lre_3D_comb 3.28±0.04 6.56±0.18 3.52±0.07
rlm_lgre_3D_comb 0.00155±5e-5 0.0257±0.0012 0.0204±8e-4
rlm_hgre_3D_comb 1470±10 326±17 471±9
rlm_srlge_3D_comb 0.00136±5e-5 0.0232±0.001 0.0186±7e-4
rlm_srhge_3D_comb 1100±10 219±13 347±7
rlm_lrlge_3D_comb 0.00314±4e-5 0.0478±0.0031 0.0311±0.0016
rlm_lrhge_3D_comb 5530±80 2630±30 1890±20
rlm_glnu_3D_comb 41300±100 42800±200 51900±200
rlm_glnu_norm_3D_comb 0.102±0.003 0.134±0.002 0.135±0.003
rlm_rlnu_3D_comb 2.34e5±6000 1.6e5±3000 2.15e5±4000
rlm_rlnu_norm_3D_comb 0.575±0.004 0.501±0.001 0.56±0.001
rlm_r_perc_3D_comb 0.679±0.003 0.554±0.005 0.664±0.003
rlm_gl_var_3D_comb 101±3 31.4±0.4 39.7±0.9
rlm_rl_var_3D_comb 1.11±0.02 3.29±0.13 1.25±0.05
rlm_rl_entr_3D_comb 5.35±0.03 5.08±0.02 4.87±0.03

szm_sze_3D 0.695±0.001 0.637±0.005 0.676±0.003
szm_lze_3D 38900±900 99100±2800 58600±800
szm_lgze_3D 0.00235±6e-5 0.0409±5e-4 0.034±4e-4
szm_hgze_3D 971±7 188±10 286±6
szm_szlge_3D 0.0016±4e-5 0.0248±4e-4 0.0224±4e-4
szm_szhge_3D 657±4 117±7 186±4
szm_lzlge_3D 21.6±0.5 241±14 105±4
szm_lzhge_3D 7.07e7±1.5e6 4.14e7±3e5 3.36e7±3e5
szm_glnu_3D 195±6 212±6 231±6
szm_glnu_norm_3D 0.0286±3e-4 0.0491±8e-4 0.0414±3e-4
szm_zsnu_3D 3040±100 1630±10 2370±40
szm_zsnu_norm_3D 0.447±0.001 0.377±0.006 0.424±0.004
szm_z_perc_3D 0.148±0.003 0.0972±7e-4 0.126±0.001
szm_gl_var_3D 106±1 32.7±1.6 50.8±0.9
szm_zs_var_3D 38900±900 99000±2800 58500±800
szm_zs_entr_3D 7±0.01 6.52±0.01 6.57±0.01

dzm_sde_3D 0.531±0.006 0.579±0.004 0.527±0.004
dzm_lde_3D 11±0.3 10.3±0.1 12.6±0.1
dzm_lgze_3D 0.00235±6e-5 0.0409±5e-4 0.034±4e-4
dzm_hgze_3D 971±7 188±10 286±6
dzm_sdlge_3D 0.00149±4e-5 0.0302±6e-4 0.0228±3e-4
dzm_sdhge_3D 476±11 99.3±5.1 136±4
dzm_ldlge_3D 0.0154±5e-4 0.183±0.004 0.179±0.004
dzm_ldhge_3D 13400±200 2620±110 4850±60
dzm_glnu_3D 195±6 212±6 231±6
dzm_glnu_norm_3D 0.0286±3e-4 0.0491±8e-4 0.0414±3e-4
dzm_zdnu_3D 1870±40 1370±20 1500±30
dzm_zdnu_norm_3D 0.274±0.005 0.317±0.004 0.269±0.003
dzm_z_perc_3D 0.148±0.003 0.0972±7e-4 0.126±0.001
dzm_gl_var_3D 106±1 32.7±1.6 50.8±0.9
dzm_zd_var_3D 4.6±0.06 4.61±0.04 5.56±0.05
dzm_zd_entr_3D 7.56±0.03 6.61±0.03 7.06±0.01

ngt_coarseness_3D 2.16e-4±4e-6 2.08e-4±4e-6 1.88e-4±4e-6
ngt_contrast_3D 0.0873±0.0019 0.046±5e-4 0.0752±0.0019
ngt_busyness_3D 1.39±0.01 5.14±0.14 4.65±0.1
ngt_complexity_3D 1810±60 400±5 574±1
ngt_strength_3D 0.651±0.015 0.162±0.008 0.167±0.006

ngl_lde_3D 0.137±0.003 0.0912±7e-4 0.118±0.001
ngl_hde_3D 126±2 223±5 134±3
ngl_lgce_3D 0.0013±4e-5 0.0168±9e-4 0.0154±7e-4
ngl_hgce_3D 1570±10 364±16 502±8
ngl_ldlge_3D 3.06e-4±1.2e-5 0.00357±4e-5 0.00388±4e-5
ngl_ldhge_3D 141±2 18.9±1.1 36.7±0.5
ngl_hdlge_3D 0.0828±3e-4 0.798±0.072 0.457±0.031
ngl_hdhge_3D 2.27e5±3000 92800±1300 76000±600
ngl_glnu_3D 6420±10 10200±300 8170±130
ngl_glnu_norm_3D 0.14±0.003 0.229±0.003 0.184±0.001
ngl_dcnu_3D 2450±60 1840±30 2250±30
ngl_dcnu_norm_3D 0.0532±5e-4 0.0413±3e-4 0.0505±3e-4
ngl_dc_perc_3D 1±0 1±0 1±0
ngl_gl_var_3D 81.1±2.1 21.7±0.4 30.4±0.8
ngl_dc_var_3D 39.2±0.1 63.9±1.3 39.4±1
ngl_dc_entr_3D 7.54±0.03 6.98±0.01 7.06±0.02
ngl_dc_energy_3D 0.00789±1.1e-4 0.0113±2e-4 0.0106±1e-4
`);

export const ibsiReferences: Readonly<Record<"C" | "D" | "E", readonly Reference[]>> = {
  C: columns[0],
  D: columns[1],
  E: columns[2],
};
