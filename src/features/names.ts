/**
 * One feature, three names: PyRadiomics', IBSI's tag (as in its reference files), IBSI's code; and where the numbers differ.
 * Source: IBSI reference manual (codes); differences as measured on IBSI's digital phantom.
 */

export interface FeatureName {
  /** `glcm_Contrast` */
  readonly pyradiomics: string;
  /** `cm_contrast_3D_avg` */
  readonly ibsi: string;
  /** `ACUI` */
  readonly code: string;
  /** Why the same region gives another number under IBSI's definition; null where it does not. */
  readonly difference: string | null;
}

const BINS = "PyRadiomics anchors bins at 0 and adds an epsilon in logarithms";
const AXES = "PyRadiomics divides the covariance by N, IBSI by N − 1";
const SHIFT = "equal with voxelArrayShift 0 only";
const LONELY = "PyRadiomics counts voxels without neighbours";
const ANGLES = "PyRadiomics leaves out a direction in which no line holds two voxels";

/** `family prefix suffix | PyRadiomics:tag:code[:difference] …` */
function family(
  kind: string,
  prefix: string,
  suffix: string,
  list: string,
  differences: Readonly<Record<string, string>> = {},
): FeatureName[] {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name, tag, code] = entry.split(":");
      return {
        pyradiomics: `${kind}_${name}`,
        ibsi: `${prefix}_${tag}${suffix}`,
        code,
        difference: differences[name] ?? differences["all"] ?? null,
      };
    });
}

export const featureNames: readonly FeatureName[] = [
  ...family(
    "shape",
    "morph",
    "",
    `
    MeshVolume:volume:RNU0 VoxelVolume:vol_approx:YEKZ SurfaceArea:area_mesh:C0JK SurfaceVolumeRatio:av:2PR5
    Compactness1:comp_1:SKGS Compactness2:comp_2:BQWJ SphericalDisproportion:sph_dispr:KRCK Sphericity:sphericity:QCFX
    Maximum3DDiameter:diam:L0JK MajorAxisLength:pca_maj_axis:TDIC MinorAxisLength:pca_min_axis:P9VJ
    LeastAxisLength:pca_least_axis:7J51 Elongation:pca_elongation:Q3CK Flatness:pca_flatness:N17B`,
    { MajorAxisLength: AXES, MinorAxisLength: AXES, LeastAxisLength: AXES },
  ),
  ...family(
    "firstorder",
    "stat",
    "",
    `
    Mean:mean:Q4LE Variance:var:ECT3 Skewness:skew:KE2A Kurtosis:kurt:IPH6 Median:median:Y12H Minimum:min:1GSF
    10Percentile:p10:QG58 90Percentile:p90:8DWT Maximum:max:84IY InterquartileRange:iqr:SALO Range:range:2OJQ
    MeanAbsoluteDeviation:mad:4FUA RobustMeanAbsoluteDeviation:rmad:1128 Energy:energy:N8CA RootMeanSquared:rms:5ZWQ`,
    { Kurtosis: "IBSI subtracts 3", Energy: SHIFT, RootMeanSquared: SHIFT },
  ),
  ...family("firstorder", "ih", "", "Entropy:entropy:TLU2 Uniformity:uniformity:BJ5W", {
    all: BINS,
  }),
  ...family(
    "glcm",
    "cm",
    "_3D_avg",
    `
    MaximumProbability:joint_max:GYBY JointAverage:joint_avg:60VM SumSquares:joint_var:UR99 JointEntropy:joint_entr:TU9B
    DifferenceAverage:diff_avg:TF7R DifferenceVariance:diff_var:D3YU DifferenceEntropy:diff_entr:NTRS SumAverage:sum_avg:ZGXS
    SumEntropy:sum_entr:P6QZ JointEnergy:energy:8ZQL Contrast:contrast:ACUI Id:inv_diff:IB1Z Idn:inv_diff_norm:NDRX
    Idm:inv_diff_mom:WF0Z Idmn:inv_diff_mom_norm:1QCO InverseVariance:inv_var:E8JP Correlation:corr:NI2N
    Autocorrelation:auto_corr:QWB0 ClusterTendency:clust_tend:DG8W ClusterShade:clust_shade:7NFM
    ClusterProminence:clust_prom:AE86 Imc1:info_corr1:R8DG Imc2:info_corr2:JN9H`,
  ),
  ...family(
    "glrlm",
    "rlm",
    "_3D_avg",
    `
    ShortRunEmphasis:sre:22OV LongRunEmphasis:lre:W4KF LowGrayLevelRunEmphasis:lgre:V3SW HighGrayLevelRunEmphasis:hgre:G3QZ
    ShortRunLowGrayLevelEmphasis:srlge:HTZT ShortRunHighGrayLevelEmphasis:srhge:GD3A LongRunLowGrayLevelEmphasis:lrlge:IVPO
    LongRunHighGrayLevelEmphasis:lrhge:3KUM GrayLevelNonUniformity:glnu:R5YN GrayLevelNonUniformityNormalized:glnu_norm:OVBL
    RunLengthNonUniformity:rlnu:W92Y RunLengthNonUniformityNormalized:rlnu_norm:IC23 RunPercentage:r_perc:9ZK5
    GrayLevelVariance:gl_var:8CE5 RunVariance:rl_var:SXLW RunEntropy:rl_entr:HJ9O`,
    { all: ANGLES },
  ),
  ...family(
    "glszm",
    "szm",
    "_3D",
    `
    SmallAreaEmphasis:sze:5QRC LargeAreaEmphasis:lze:48P8 LowGrayLevelZoneEmphasis:lgze:XMSY HighGrayLevelZoneEmphasis:hgze:5GN9
    SmallAreaLowGrayLevelEmphasis:szlge:5RAI SmallAreaHighGrayLevelEmphasis:szhge:HW1V LargeAreaLowGrayLevelEmphasis:lzlge:YH51
    LargeAreaHighGrayLevelEmphasis:lzhge:J17V GrayLevelNonUniformity:glnu:JNSA GrayLevelNonUniformityNormalized:glnu_norm:Y1RO
    SizeZoneNonUniformity:zsnu:4JP3 SizeZoneNonUniformityNormalized:zsnu_norm:VB3A ZonePercentage:z_perc:P30P
    GrayLevelVariance:gl_var:BYLV ZoneVariance:zs_var:3NSA ZoneEntropy:zs_entr:GU8N`,
  ),
  ...family(
    "gldm",
    "ngl",
    "_3D",
    `
    SmallDependenceEmphasis:lde:SODN LargeDependenceEmphasis:hde:IMOQ LowGrayLevelEmphasis:lgce:TL9H HighGrayLevelEmphasis:hgce:OAE7
    SmallDependenceLowGrayLevelEmphasis:ldlge:EQ3F SmallDependenceHighGrayLevelEmphasis:ldhge:JA6D
    LargeDependenceLowGrayLevelEmphasis:hdlge:NBZI LargeDependenceHighGrayLevelEmphasis:hdhge:9QMG GrayLevelNonUniformity:glnu:FP8K
    DependenceNonUniformity:dcnu:Z87G DependenceNonUniformityNormalized:dcnu_norm:OKJI GrayLevelVariance:gl_var:1PFV
    DependenceVariance:dc_var:DNX2 DependenceEntropy:dc_entr:FCBV`,
  ),
  ...family(
    "ngtdm",
    "ngt",
    "_3D",
    "Coarseness:coarseness:QCDE Contrast:contrast:65HE Busyness:busyness:NQ30 Complexity:complexity:HDEZ Strength:strength:1X9X",
    { all: LONELY },
  ),
];

/** `wavelet-LLH_glcm_Contrast` → `wavelet-LLH_cm_contrast_3D_avg`; a feature that IBSI does not have keeps its name. */
export function ibsiName(pyradiomics: string): string {
  const at = pyradiomics.indexOf("_");
  const found = byName.get(pyradiomics.slice(at + 1));
  return found === undefined ? pyradiomics : `${pyradiomics.slice(0, at)}_${found.ibsi}`;
}

const byName = new Map(featureNames.map((name) => [name.pyradiomics, name]));
