import { spreadOf, type Parameter } from './parameter';

/** A positive number known up to a factor: log-normal, `sd` being the standard deviation of its logarithm. */
export interface Uncertain {
  readonly value: number;
  readonly sd: number;
}

/** Standard normal quantile that leaves 5 % on each side: all intervals of the model are 90 %. */
export const Z90 = 1.6448536269514722;

/** Standard deviation of a sum of independent errors. Not Math.hypot, which costs more than the rest of a prediction. */
export function quadrature(a: number, b: number, c = 0): number {
  return Math.sqrt(a * a + b * b + c * c);
}

/** A product of uncertain factors: spreads of independent factors add in quadrature. */
export function product(...factors: readonly Uncertain[]): Uncertain {
  let value = 1;
  let variance = 0;
  for (const factor of factors) {
    value *= factor.value;
    variance += factor.sd * factor.sd;
  }
  return { value, sd: Math.sqrt(variance) };
}

/** The model's belief about one parameter. */
export function uncertain(parameter: Parameter): Uncertain {
  return { value: parameter.default, sd: spreadOf(parameter) };
}

/** A number taken as exact (a unit conversion, a physical constant). */
export function exactly(value: number): Uncertain {
  return { value, sd: 0 };
}

/** `1 / x`: same spread, since only the sign of the logarithm changes. */
export function inverse(x: Uncertain): Uncertain {
  return { value: 1 / x.value, sd: x.sd };
}

/**
 * A factor that is 1 or `x` and nobody knows which (NUMA node unknown, neighbours idle or busy): the geometric mean,
 * spread so that the 90 % interval reaches both ends.
 */
export function between1And(x: Uncertain): Uncertain {
  const halfWay = Math.log(x.value) / 2;
  return { value: Math.exp(halfWay), sd: quadrature(halfWay / Z90, x.sd / 2) };
}
