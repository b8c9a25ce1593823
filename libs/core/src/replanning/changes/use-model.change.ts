import { MODEL_VERSIONS } from '../../io-path/model/model-versions';
import { NO_FAULTS, type MakeChange } from './make-change';

/**
 * Predictions are made by this version of the performance model: as shipped, or as calibrated where it is that what is
 * planned by. Others are not known here.
 */
export const useModel: MakeChange<'use_model'> = ({ modelVersion }, fleet) => {
  const { model } = fleet.policy;
  if (model?.version === modelVersion) return NO_FAULTS;
  if (MODEL_VERSIONS.includes(modelVersion)) {
    fleet.policy = { ...fleet.policy, model: null };
    return NO_FAULTS;
  }
  const known = [...MODEL_VERSIONS, ...(model ? [model.version] : [])];
  const message = `There is no model ${modelVersion} to plan by; there is ${known.join(', ')}.`;
  return [{ pointer: '/model_version', code: 'model_version.unknown', message }];
};
