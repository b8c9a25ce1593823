import type { PathModel } from '../model/path-model';

/** What a row asks: its quantity, in the row's unit, as a model predicts it under the row's conditions. */
export type RowQuestion = (model: PathModel) => number;

/** Why a row asks nothing that the model can answer. */
export class NotPredictedError extends Error {}

/** @throws NotPredictedError always. */
export function notPredicted(reason: string): never {
  throw new NotPredictedError(reason);
}
