import type { FleetChange } from '@iopath/core';
import { InventoryDto } from '../../hosts/inventory.dto';
import { PfDto } from '../../hosts/pci.dto';
import { HOST_NAME, PciAddressField } from '../../wire/domain-fields';
import { EnumField, IntField, MapField, ObjectField, TextField } from '../../wire/fields';
import { isNumberRule } from '../../wire/value-rule';

const OPS = [
  'add_host',
  'add_hosts_like',
  'remove_host',
  'add_pf',
  'remove_pf',
  'set_sriov_numvfs',
  'set_profile',
  'use_model',
] as const satisfies FleetChange['op'][];

/** One change of the fleet that a `what_if` assumes. Which fields it needs depends on `op`. */
export class FleetChangeDto {
  @EnumField(OPS, { description: 'What changes.', example: 'add_hosts_like' })
  op: FleetChange['op'];

  @TextField({
    optional: true,
    pattern: HOST_NAME,
    description: 'The host: the one that comes, that others are like, or that is changed.',
    example: 'compute-01',
  })
  host_name?: string;

  @ObjectField(() => InventoryDto, { optional: true, description: 'Of `add_host`: its inventory document.' })
  inventory?: InventoryDto;

  @IntField({ optional: true, min: 1, max: 10_000, description: 'Of `add_hosts_like`: how many.', example: 2 })
  count?: number;

  @ObjectField(() => PfDto, { optional: true, description: 'Of `add_pf`: the PF with its VFs.' })
  pf?: PfDto;

  @PciAddressField({ optional: true, description: 'Of `remove_pf` and `set_sriov_numvfs`: which PF.', example: null })
  address?: string;

  @IntField({ optional: true, max: 65_535, description: 'Of `set_sriov_numvfs`: how many VFs.', example: null })
  vfs?: number;

  @TextField({ optional: true, description: 'Of `set_profile`: which.', example: null })
  profile?: string;

  @MapField({
    optional: true,
    keys: [],
    values: [isNumberRule],
    of: 'number',
    description: 'Of `set_profile`: weights by score term; a term that is left out weighs nothing.',
    example: null,
  })
  weights?: Record<string, number>;

  @TextField({ optional: true, description: 'Of `use_model`: version of the performance model.', example: null })
  model_version?: string;
}
