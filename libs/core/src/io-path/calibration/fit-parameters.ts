import type { Parameter } from '../model/parameter';
import type { ModelParameters, ParameterName } from '../model/parameters.data';
import { pathModel, type PathModel } from '../model/path-model';
import type { Belief } from './belief';
import { solveSymmetric } from './linear-system';

/** Something measured, and what a model predicts for it. Both are positive and in one unit. */
export interface Observation {
  readonly measured: number;
  /** Spread of the logarithm: of the measurement, and of what the model cannot know. */
  readonly sdLn: number;
  readonly predict: (model: PathModel) => number;
}

export type Priors = Partial<Readonly<Record<ParameterName, Belief>>>;

/** One parameter after a fit. */
export interface FittedParameter {
  readonly name: ParameterName;
  readonly prior: Belief;
  readonly posterior: Belief;
  /** Observations that it has a part in. */
  readonly observations: number;
  /** True when the data pulled further than {@link MOST_SDS} and were not followed: look at them. */
  readonly clipped: boolean;
}

export interface Fit {
  readonly parameters: readonly FittedParameter[];
  /** The set that was given, with the posteriors in place. */
  readonly fitted: ModelParameters;
}

const ROUNDS = 4;
/** Step of the numeric derivative, in logarithms: wide enough to see over the corner where another stage limits. */
const STEP = 0.1;
/** Beyond this many spreads of its own an observation pulls no harder (Huber's weights). */
const HUBER = 1.5;
/** A posterior stays within this many spreads of its prior (model rule "clip and raise a flag"). */
const MOST_SDS = 3;

interface Unknown {
  readonly name: ParameterName;
  readonly prior: Belief;
  readonly lnPrior: number;
  ln: number;
}

/**
 * Posteriors of parameters from observations, in logarithms: a Gaussian prior for each parameter, a Gaussian likelihood
 * for each observation with Huber's weights against outliers. The model is linearised anew each round. Where one
 * parameter decides one observation, this is the closed form of two Gaussians.
 *
 * @param base the parameter set; those without a prior stay as they are
 */
export function fitParameters(base: ModelParameters, priors: Priors, observations: readonly Observation[]): Fit {
  const unknowns = unknownsOf(priors);
  const parts = partsOf(base, unknowns, observations);
  let variances = new Float64Array(unknowns.length);
  for (let round = 0; round < ROUNDS; round += 1) variances = improve(base, unknowns, observations, parts);
  const counts = unknowns.map((_, index) => parts.filter((part) => part.includes(index)).length);
  const parameters = unknowns.map((unknown, index) => fittedOf(unknown, variances[index] ?? 0, counts[index] ?? 0));
  return { parameters, fitted: withPosteriors(base, parameters) };
}

function unknownsOf(priors: Priors): Unknown[] {
  return (Object.entries(priors) as [ParameterName, Belief][]).map(([name, prior]) => ({
    name,
    prior,
    lnPrior: Math.log(prior.value),
    ln: Math.log(prior.value),
  }));
}

function modelAt(base: ModelParameters, unknowns: readonly Unknown[], shifted = -1, by = 0): PathModel {
  const parameters: Record<string, Parameter> = { ...base };
  unknowns.forEach(({ name, ln }, index) => {
    parameters[name] = { ...base[name], default: Math.exp(ln + (index === shifted ? by : 0)) };
  });
  return pathModel('fit', parameters as ModelParameters);
}

/** Which unknowns each observation depends on, seen from the priors by steps as long as their spreads. */
function partsOf(
  base: ModelParameters,
  unknowns: readonly Unknown[],
  observations: readonly Observation[],
): readonly (readonly number[])[] {
  const parts: number[][] = observations.map(() => []);
  const start = modelAt(base, unknowns);
  const there = observations.map(({ predict }) => predict(start));
  unknowns.forEach(({ prior }, index) => {
    const [up, down] = [2, -2].map((sds) => modelAt(base, unknowns, index, sds * prior.sdLn)) as [PathModel, PathModel];
    observations.forEach(({ predict }, row) => {
      if (predict(up) !== there[row] || predict(down) !== there[row]) parts[row]?.push(index);
    });
  });
  return parts;
}

/** Slopes of the logarithm of every prediction, by the unknowns that it depends on. */
function slopesOf(
  base: ModelParameters,
  unknowns: readonly Unknown[],
  observations: readonly Observation[],
  parts: readonly (readonly number[])[],
): number[][] {
  const slopes: number[][] = observations.map(() => []);
  unknowns.forEach((_, index) => {
    const up = modelAt(base, unknowns, index, STEP);
    const down = modelAt(base, unknowns, index, -STEP);
    observations.forEach(({ predict }, row) => {
      const place = parts[row]?.indexOf(index) ?? -1;
      const slopesOfRow = slopes[row];
      if (place < 0 || slopesOfRow === undefined) return;
      slopesOfRow[place] = (Math.log(predict(up)) - Math.log(predict(down))) / (2 * STEP);
    });
  });
  return slopes;
}

/** One round of Gauss and Newton; changes the unknowns and gives their variances. */
function improve(
  base: ModelParameters,
  unknowns: readonly Unknown[],
  observations: readonly Observation[],
  parts: readonly (readonly number[])[],
): Float64Array<ArrayBuffer> {
  const model = modelAt(base, unknowns);
  const slopes = slopesOf(base, unknowns, observations, parts);
  const normal = unknowns.map(() => new Float64Array(unknowns.length));
  const right = new Float64Array(unknowns.length);
  unknowns.forEach(({ prior, lnPrior, ln }, index) => {
    const precision = 1 / prior.sdLn ** 2;
    add(normal, index, index, precision);
    right[index] = precision * (lnPrior - ln);
  });
  observations.forEach(({ measured, sdLn, predict }, row) => {
    const residual = Math.log(measured) - Math.log(predict(model));
    if (!Number.isFinite(residual)) return;
    const weight = Math.min(1, HUBER / Math.max(Math.abs(residual / sdLn), 1e-9)) / sdLn ** 2;
    const part = parts[row] ?? [];
    part.forEach((i, place) => {
      const slope = slopes[row]?.[place] ?? 0;
      right[i] = (right[i] ?? 0) + weight * slope * residual;
      part.forEach((j, other) => add(normal, i, j, weight * slope * (slopes[row]?.[other] ?? 0)));
    });
  });
  const { x, inverseDiagonal } = solveSymmetric(normal, right);
  unknowns.forEach((unknown, index) => {
    const most = MOST_SDS * unknown.prior.sdLn;
    const shift = unknown.ln + (x[index] ?? 0) - unknown.lnPrior;
    unknown.ln = unknown.lnPrior + Math.min(most, Math.max(-most, shift));
  });
  return Float64Array.from(inverseDiagonal);
}

function add(rows: readonly Float64Array[], i: number, j: number, value: number): void {
  const row = rows[i];
  if (row !== undefined) row[j] = (row[j] ?? 0) + value;
}

function fittedOf({ name, prior, lnPrior, ln }: Unknown, variance: number, observations: number): FittedParameter {
  return {
    name,
    prior,
    posterior: { value: Math.exp(ln), sdLn: Math.sqrt(variance) },
    observations,
    clipped: Math.abs(ln - lnPrior) >= MOST_SDS * prior.sdLn * (1 - 1e-9),
  };
}

function withPosteriors(base: ModelParameters, fitted: readonly FittedParameter[]): ModelParameters {
  const parameters: Record<string, Parameter> = { ...base };
  for (const { name, posterior } of fitted) parameters[name] = { ...base[name], default: posterior.value };
  return parameters as ModelParameters;
}
