import type { PhysicalFunction } from '../../inventory/inventory';
import type { NicFamily } from '../nic-family';

/**
 * What may be wrong with a PF or its VFs, by what the catalogue knows of the model. A code is never renamed. `warning`:
 * something does not work as it is, or the inventory is wrong; `info`: what to know before something is changed.
 */
export const NIC_WARNINGS = {
  'nic.more_vfs_than_driver_allows': {
    severity: 'warning',
    meaning: 'More VFs are on than the driver allows, or the card has for all of its ports.',
  },
  'nic.total_vfs_above_driver_limit': {
    severity: 'warning',
    meaning: '`total_vfs` is above what the driver allows: it was read from the PCI capability, not from sysfs.',
  },
  'nic.vf_driver_unusual': {
    severity: 'warning',
    meaning: 'A VF is driven by neither the driver of its model, nor VFIO, nor a vDPA driver.',
  },
  'nic.vf_queues_above_limit': {
    severity: 'warning',
    meaning: 'A VF is said to have more queue pairs than its model gives with so many VFs on.',
  },
  'nic.vf_vectors_too_few': {
    severity: 'warning',
    meaning: 'The interrupt vectors of a VF do not suffice for its queue pairs.',
  },
  'nic.switchdev_not_supported': {
    severity: 'warning',
    meaning: 'The eswitch is said to be in switchdev mode, which the driver of this model does not have.',
  },
  'nic.vdpa_not_supported': {
    severity: 'warning',
    meaning: 'A VF is said to have a vDPA device, and the kernel has no vDPA driver for this model.',
  },
  'nic.trust_depends_on_firmware': {
    severity: 'info',
    meaning:
      'Whether a trusted VF is one depends on firmware; the driver may take the setting and nothing comes of it.',
  },
  'nic.vf_number_set_in_firmware': {
    severity: 'info',
    meaning: 'How many VFs there can be is set in the card; no more are possible as it is set.',
  },
} as const;

export type NicWarningCode = keyof typeof NIC_WARNINGS;
export type NicWarningSeverity = 'warning' | 'info';

export interface NicWarning {
  readonly code: NicWarningCode;
  /** PCI address of the function that it is about: the PF or one of its VFs. */
  readonly address: string;
  /** In words, with numbers. */
  readonly detail: string;
}

/** Judges one PF, whose family the catalogue knows, in one respect. */
export type NicWarningRule = (pf: PhysicalFunction, family: NicFamily) => readonly NicWarning[];
