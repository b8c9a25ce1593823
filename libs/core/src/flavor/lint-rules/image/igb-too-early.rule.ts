import { imagePropertyPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const SINCE = '2025.1';

export const igbTooEarly: LintRule = {
  code: 'image_property.igb_too_early',
  severity: 'error',
  rule: '`hw_vif_model=igb` came with 2025.1; an older Nova refuses to boot the image.',
  source: 'nova/network/model.py of each release',
  find: (given) => {
    const pointer = imagePropertyPointer('hw_vif_model');
    if (given.property('hw_vif_model') !== 'igb' || given.since(SINCE)) return [];
    return [{ pointer, message: `Nova ${given.release} does not know the NIC model igb.`, fixes: [[remove(pointer)]] }];
  },
};
