/**
 * The stationary wavelet transform against PyWavelets and PyRadiomics.
 * Oracle: PyRadiomics 3.0.1 with PyWavelets 1.8.0, `imageoperations.getWaveletImage` of the image that `squares` makes, as float64.
 */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type WaveletOptions,
  waveletBands,
  waveletFilters,
  waveletNames,
} from "dlrn/imaging/filter/wavelet";
import { IDENTITY_DIRECTION, type Triple, type Volume } from "dlrn/io/volume";
import { assertNear } from "../near.js";

const volume = (size: Triple, values: ArrayLike<number>): Volume => ({
  size,
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: IDENTITY_DIRECTION,
  values: Float64Array.from(values),
});

/** Two odd axes of three; voxel i is (7 i² + 13 i) mod 101. */
const squares = volume(
  [5, 4, 3],
  Array.from({ length: 60 }, (_, i) => (7 * i * i + 13 * i) % 101),
);

/** Bands by PyRadiomics' names. */
const named = (options: WaveletOptions): [string, Float64Array][] =>
  waveletBands(squares, options).map(({ level, letters, volume: { values } }) => [
    `wavelet${level === 1 ? "" : level}-${letters}`,
    Float64Array.from(values),
  ]);

/** The first voxel, the middle one and the last of each band. */
const severalLevels: readonly {
  options: WaveletOptions;
  expected: Record<string, number[]>;
}[] = [
  {
    options: { wavelet: "sym4", levels: 2 },
    expected: {
      "wavelet-LLH": [-2.841744444761042, 12.728517193656824, 13.352518472794248],
      "wavelet-LHL": [3.3971010564337227, -30.337961897182115, -53.680388553958224],
      "wavelet-LHH": [-10.013069522083013, -18.646303919545034, 18.734090311706552],
      "wavelet-HLL": [-5.582723374534739, 8.680185858909454, -88.29227562882319],
      "wavelet-HLH": [-4.178156212101287, 7.966272136698979, 56.63844267036712],
      "wavelet-HHL": [-12.033728353188385, -4.803849880032055, -37.69217087973118],
      "wavelet-HHH": [-0.7918455692815187, 2.701993554373629, -31.222709161725568],
      "wavelet2-LLH": [1.3147337292072265, -45.33808938916991, 7.821426245090203],
      "wavelet2-LHL": [33.441417134290525, -10.658246911186467, 63.947225567442445],
      "wavelet2-LHH": [-21.278884596873493, 1.504285626915963, -14.745834508001156],
      "wavelet2-HLL": [-10.459966639308275, -18.339630338676436, 29.130553587855914],
      "wavelet2-HLH": [-16.718394454729303, 12.834178243432167, -2.429647128849526],
      "wavelet2-HHL": [-4.017144915022299, 2.8783605295606933, 8.570179982919852],
      "wavelet2-HHH": [2.340580591680844, 1.201796206218282, -3.203145735716425],
      "wavelet2-LLL": [396.4502437773767, 353.1259703115379, 269.38771119114904],
    },
  },
  {
    options: { wavelet: "db2", levels: 2, startLevel: 1 },
    expected: {
      "wavelet-LLH": [-7.177623627856324, 28.103636388167995, -9.71315812183245],
      "wavelet-LHL": [-45.56653563540152, 34.69414462103017, 35.397279740850216],
      "wavelet-LHH": [23.771257820802592, 12.898866806431183, 12.261980128604906],
      "wavelet-HLL": [7.50852081687437, 10.428270091509184, -29.96601586223983],
      "wavelet-HLH": [-13.292409283425137, -1.7020405557845169, 6.481363684856339],
      "wavelet-HHL": [-21.494288752455173, 14.026521071760534, 5.0992947654071585],
      "wavelet-HHH": [1.0004911596526986, -6.467276521041966, 1.5497989306946234],
      "wavelet2-LLH": [-43.62773905603261, 33.66708329840341, -6.5565270664247635],
      "wavelet2-LHL": [-91.11636494779133, 76.41804695654452, 65.48549849417032],
      "wavelet2-LHH": [28.529792014504665, 13.831474023257979, 13.079131161284103],
      "wavelet2-HLL": [-22.305220236567386, -19.829854025316948, -33.89630726136385],
      "wavelet2-HLH": [-7.674154273410485, 0.624286816270315, 3.6303283712192926],
      "wavelet2-HHL": [-35.04310036021745, 23.77462794202011, 2.264533563291333],
      "wavelet2-HHH": [8.06293506378584, -3.2055373544115753, 4.007772313098192],
      "wavelet2-LLL": [818.6756142452415, 859.9097412350479, 1184.3932247224398],
    },
  },
  {
    options: { wavelet: "db2", levels: 2, skipAxis: 2 },
    expected: {
      "wavelet-LH": [13.812822173508929, 7.525077073724653, 8.643743060694828],
      "wavelet-HL": [5.075961894323344, 29.275077073724653, 4.393743060694832],
      "wavelet-HH": [-23.943747686898288, -11.187500000000002, -13.377318409676814],
      "wavelet2-LH": [-24.773053473269552, -3.501106025748353, 43.659336463137706],
      "wavelet2-HL": [7.597050728982197, -7.170527344119932, -4.734449760622931],
      "wavelet2-HH": [-12.113840716574908, 3.913662674490996, 3.954020993173832],
      "wavelet2-LL": [122.15527924620326, 151.18762370644302, 217.9290618431379],
    },
  },
];

describe("wavelet", () => {
  test("a ramp of squares, odd length: LLL and HLL as PyWavelets' swtn gives them", () => {
    const image = volume(
      [5, 2, 2],
      Array.from({ length: 20 }, (_, i) => (i % 5) ** 2),
    );
    const bands = new Map(
      waveletBands(image).map(({ letters, volume: band }) => [
        letters,
        Array.from(band.values.subarray(0, 5)),
      ]),
    );
    assertNear(
      bands.get("LLL"),
      [-2.4213781932, 2.9738923638, 12.0964949058, 30.2196875241, 32.7512901586],
      2e-10,
    );
    assertNear(
      bands.get("HLL"),
      [1.8062411101, 2.3587552807, -1.3091871512, -19.8041879034, 13.6450816648],
      2e-10,
    );
  });

  test("an impulse shows the filter where PyWavelets puts it", () => {
    const image = volume(
      [12, 1, 1],
      Array.from({ length: 12 }, (_, i) => (i === 5 ? 1 : 0)),
    );
    const { low: h } = waveletFilters("coif1");
    const alongX = waveletBands(image).find(({ letters }) => letters === "LLL")!.volume.values;
    assertNear(
      Array.from(alongX.subarray(2, 8)),
      Array.from(h, (c) => c * 2),
      1e-14,
    ); // ×√2 for each constant axis
  });

  test("order and names of the bands; further levels", () => {
    const image = volume(
      [4, 4, 4],
      Array.from({ length: 64 }, (_, i) => Math.cos(i)),
    );
    assert.equal(
      waveletBands(image)
        .map(({ letters }) => letters)
        .join(" "),
      "LLH LHL LHH HLL HLH HHL HHH LLL",
    );
    const two = waveletBands(image, { levels: 2 }).map(({ level, letters }) => letters + level);
    assert.equal(two.length, 15);
    assert.equal(two.at(-1), "LLL2");
  });

  test("every low-pass filter sums to √2, every high-pass one to 0, and the two reconstruct", () => {
    const names = waveletNames();
    assert.equal(names.length, 106);
    for (const name of names) {
      const { low, high } = waveletFilters(name);
      const absolute = name === "dmey" ? 2.5e-3 : 1e-10; // Meyer's is cut to 62 taps
      const sum = (values: Float64Array): number => values.reduce((s, c) => s + c, 0);
      assertNear(sum(low), Math.SQRT2, 0, { absolute, at: name });
      assertNear(sum(high), 0, 0, { absolute, at: name });
      // The low-pass filter of reconstruction is the high-pass one with every other sign turned: at even shifts
      // its product with the low-pass one is 1 at the centre and 0 elsewhere.
      const n = low.length;
      for (let shift = 2 - n; shift < n; shift += 2) {
        let product = 0;
        for (let k = 0; k < n; k++) {
          const at = n - 1 - (k + shift);
          if (at >= 0 && at < n) product += low[k] * high[at] * (at % 2 === 0 ? -1 : 1);
        }
        assertNear(product, shift === 0 ? 1 : 0, 0, { absolute, at: `${name}, ${shift}` });
      }
    }
  });

  test("refuses an unknown wavelet, and no level", () => {
    assert.throws(
      () => waveletFilters("bior1.2"),
      /the wavelet must be one of haar, db1 … .* it is "bior1\.2"$/,
    );
    assert.throws(
      () => waveletBands(volume([2, 2, 2], new Float64Array(8)), { levels: 0 }),
      /at least 1; got 0/,
    );
  });

  for (const { options, expected } of severalLevels)
    test(`further levels, odd axes lengthened once: ${JSON.stringify(options)}`, () => {
      const bands = named(options);
      assert.deepEqual(
        bands.map(([name]) => name),
        Object.keys(expected),
      );
      for (const [name, band] of bands) {
        assert.equal(band.length, 60);
        assertNear([band[0], band[30], band[59]], expected[name], 1e-12, {
          absolute: 1e-12,
          at: name,
        });
      }
    });

  test("other families: the first and the last voxel of LLL and of HLH", () => {
    const expected: Record<string, number[]> = {
      "bior2.2": [51.99444550412332, 179.29576320461393, -22.318057781200412, -1.2816310409006189],
      "rbio2.2": [81.67083322704626, 152.20473465040436, -44.83498934460953, -6.231378509206452],
      "bior5.5": [74.01547742666344, 159.50208409726807, -57.00789094725821, -3.6245683712909478],
      "rbio6.8": [71.00906515840107, 155.60143837838365, -40.47219294090421, -3.0370840820504053],
      dmey: [67.69495941871895, 158.0625636139614, -42.9018612630192, -1.085507141271413],
      db38: [102.64970354830119, 78.53434070281794, -2.470798528192664, 68.07529351440596],
      coif17: [98.9906638836429, 147.61724724043862, 42.54261742642752, -1.3016849012648541],
    };
    for (const [wavelet, values] of Object.entries(expected)) {
      const bands = new Map(named({ wavelet }));
      const [low, high] = [bands.get("wavelet-LLL")!, bands.get("wavelet-HLH")!];
      assertNear([low[0], low[59], high[0], high[59]], values, 1e-12, {
        absolute: 1e-12,
        at: wavelet,
      });
    }
  });
});

describe("an image of 32-bit floats is filtered in 32 bits, to the last bit where the sum does not go round the end", () => {
  const n = 12;
  const single: Volume = {
    ...volume([n, n, n], []),
    values: Float32Array.from(
      { length: n ** 3 },
      (_, i) => ((7 * i * i + 13 * i) % 1009) / 7, // as numpy's float32
    ),
  };
  /** Voxels (0, 0, 0), (4, 5, 6) and (8, 8, 8) of each band. */
  const expected: Record<string, Record<string, number[]>> = {
    coif1: {
      LLH: [-90.33814239501953, -14.415810585021973, -17.34209632873535],
      LHL: [28.61670684814453, 64.35841369628906, 6.910074234008789],
      LHH: [14.116263389587402, 60.430511474609375, 38.30774688720703],
      HLL: [9.968533515930176, 19.619665145874023, -8.444724082946777],
      HLH: [11.438206672668457, -28.354381561279297, -31.979684829711914],
      HHL: [-30.710006713867188, -24.729204177856445, -29.880992889404297],
      HHH: [23.09054946899414, 72.79509735107422, -21.464054107666016],
      LLL: [161.62203979492188, 162.3714141845703, 197.2801971435547],
    },
    db3: {
      LLH: [12.642658233642578, -32.730072021484375, -36.18128967285156],
      LHL: [22.740699768066406, -6.912941932678223, 12.267980575561523],
      LHH: [70.11372375488281, 78.52227783203125, -23.359594345092773],
      HLL: [26.22708511352539, -61.20057678222656, -52.68437194824219],
      HLH: [48.39007568359375, 105.67587280273438, 19.21160125732422],
      HHL: [-26.823354721069336, -22.413217544555664, -75.05009460449219],
      HHH: [-22.947925567626953, 22.754215240478516, 21.60465431213379],
      LLL: [262.9604187011719, 232.44427490234375, 192.64356994628906],
    },
  };
  for (const [wavelet, bands] of Object.entries(expected))
    test(wavelet, () => {
      for (const { letters, volume: band } of waveletBands(single, { wavelet })) {
        const at = [0, 4 + n * (5 + n * 6), 8 + n * (8 + n * 8)];
        assert.deepEqual(
          at.map((i) => band.values[i]),
          bands[letters],
          letters,
        );
      }
    });
});
