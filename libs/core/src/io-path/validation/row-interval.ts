import { spreadOf } from '../model/parameter';
import type { ModelParameters, ParameterName } from '../model/parameters.data';
import { pathModel, type PathModel } from '../model/path-model';
import { Z90 } from '../model/uncertain';
import type { RowQuestion } from './row-question';

/** A model and its neighbours: each parameter once a spread up and once a spread down. */
export interface ModelNeighbourhood {
  readonly model: PathModel;
  readonly neighbours: readonly (readonly [up: PathModel, down: PathModel])[];
  /** What differs from test bed to test bed and no parameter says. */
  readonly testBedSd: number;
}

export function neighbourhoodOf(version: string, parameters: ModelParameters): ModelNeighbourhood {
  const shifted = (name: ParameterName, sds: number): PathModel => {
    const parameter = parameters[name];
    const value = parameter.default * Math.exp(sds * spreadOf(parameter));
    return pathModel(version, { ...parameters, [name]: { ...parameter, default: value } });
  };
  return {
    model: pathModel(version, parameters),
    neighbours: (Object.keys(parameters) as ParameterName[]).map((name) => [shifted(name, 1), shifted(name, -1)]),
    testBedSd: spreadOf(parameters['test_bed.spread']),
  };
}

/** A prediction with its 90 % interval. */
export interface RowPrediction {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What a row asks, by the delta method in logarithms with steps of a whole spread: seen over the corners where another
 * stage becomes the slowest, so that the two ends may lie at different distances.
 */
export function predictRow({ model, neighbours, testBedSd }: ModelNeighbourhood, question: RowQuestion): RowPrediction {
  const value = question(model);
  let below = testBedSd ** 2;
  let above = below;
  for (const [up, down] of neighbours) {
    const a = Math.log(question(up) / value);
    const b = Math.log(question(down) / value);
    below += Math.min(0, a, b) ** 2;
    above += Math.max(0, a, b) ** 2;
  }
  return { value, low: value * Math.exp(-Z90 * Math.sqrt(below)), high: value * Math.exp(Z90 * Math.sqrt(above)) };
}
