import type { NicPathRule } from '../nic-rule';

/** An image that names its `hw_vif_model` decides for all of its `normal` ports. */
export const imageVifModel: NicPathRule = {
  name: 'image-vif-model',
  reject(path, _nic, { request }) {
    const model = request.image.properties['hw_vif_model'];
    if (model === undefined || path.vifModel === null || path.vifModel === model) return null;
    return { code: 'image.other_vif_model', required: `hw_vif_model=${path.vifModel}`, available: model };
  },
};
