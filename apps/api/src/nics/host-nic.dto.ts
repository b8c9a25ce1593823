import {
  ASSUMED_NIC_FACTS,
  type AssumedNicFact,
  assumedOf,
  NIC_SOURCES,
  NIC_WARNINGS,
  nicModelOf,
  type NicWarning,
  type NicWarningCode,
  type NicWarningSeverity,
  nicWarningsOf,
  type PhysicalFunction,
} from '@iopath/core';
import { HOST_NAME, PciAddressField, PciIdField } from '../wire/domain-fields';
import { EnumField, IntField, IntListField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';
import { EXAMPLE_HOST } from '../hosts/inventory.example';
import { fromNicFamily, NicModelDto } from './nic-model.dto';

const WARNING_CODES = Object.keys(NIC_WARNINGS);
const FASTEST_MBPS = 10_000_000;

export class AssumedNicFactDto {
  @EnumField(ASSUMED_NIC_FACTS, {
    description:
      'What is assumed. `link_speeds_mbps`: what a port of the model may run at; the others as the inventory has them.',
    example: 'total_vfs',
  })
  fact: AssumedNicFact['fact'];

  @IntField({ optional: true, description: 'Its value, where it is a number.', example: 63 })
  number: number | null;

  @IntListField({ min: 1, max: FASTEST_MBPS, description: 'Its values, where it has several.', example: [] })
  numbers: number[];

  @TextField({ optional: true, description: 'Its value, where it is a name.', example: null })
  text: string | null;

  @TextField({
    maxLength: 1024,
    description: 'Why.',
    example: 'ixgbe allows a PF 63 VFs; sriov_totalvfs of the host would tell.',
  })
  why: string;

  @TextListField({
    maxItems: Object.keys(NIC_SOURCES).length,
    description: 'Where it was read.',
    example: [NIC_SOURCES.linux_ixgbe],
  })
  sources: string[];
}

export class NicWarningDto {
  @EnumField(WARNING_CODES, { description: 'What may be wrong.', example: 'nic.total_vfs_above_driver_limit' })
  code: NicWarningCode;

  @EnumField(['warning', 'info'], {
    description:
      '`warning`: something does not work so, or the inventory is wrong. `info`: what to know before a change.',
    example: 'warning',
  })
  severity: NicWarningSeverity;

  @PciAddressField({ description: 'The PF or VF that it is about.', example: '0000:3b:00.0' })
  address: string;

  @TextField({
    maxLength: 1024,
    description: 'The same in words, with numbers.',
    example: 'total_vfs is 64; ixgbe allows a PF 63. Take it from sriov_totalvfs.',
  })
  detail: string;
}

export class HostNicDto {
  @PciAddressField({ description: 'PCI address of the PF.', example: '0000:3b:00.0' })
  address: string;

  @TextField({ optional: true, description: 'Its interface.', example: 'ens1f0' })
  ifname: string | null;

  @PciIdField({ description: 'Its PCI vendor id.', example: '8086' })
  vendor_id: string;

  @PciIdField({ description: 'Its PCI product id.', example: '10fb' })
  product_id: string;

  @TextField({ optional: true, description: 'Its driver, as the inventory has it.', example: 'ixgbe' })
  driver: string | null;

  @TextField({ optional: true, description: 'Its physical network.', example: 'physnet1' })
  physical_network: string | null;

  @IntField({ description: 'VFs that are on.', example: 8 })
  vfs: number;

  @IntField({ optional: true, description: 'VFs that it can have, as the inventory has it.', example: null })
  total_vfs: number | null;

  @ObjectField(() => NicModelDto, {
    optional: true,
    description: 'Its model; null: the catalogue has none of its ids.',
  })
  model: NicModelDto | null;

  @ListField(() => AssumedNicFactDto, { description: 'What the inventory lacks, and the model suggests.' })
  assumed: AssumedNicFactDto[];

  @ListField(() => NicWarningDto, { description: 'What may be wrong, by what is known of the model.' })
  warnings: NicWarningDto[];
}

export class HostNicsDto {
  @TextField({ description: 'Name of the host.', pattern: HOST_NAME, example: EXAMPLE_HOST })
  host_name: string;

  @ListField(() => HostNicDto, { description: "Its PFs, in the inventory's order." })
  nics: HostNicDto[];
}

export function fromPf(pf: PhysicalFunction): HostNicDto {
  const model = nicModelOf(pf.vendorId, pf.productId);
  return {
    address: pf.address,
    ifname: pf.ifname,
    vendor_id: pf.vendorId,
    product_id: pf.productId,
    driver: pf.driver,
    physical_network: pf.physicalNetwork,
    vfs: pf.vfs.length,
    total_vfs: pf.totalVfs,
    model: model === null ? null : fromNicFamily(model),
    assumed: assumedOf(pf).map(fromAssumed),
    warnings: nicWarningsOf(pf).map(fromWarning),
  };
}

function fromAssumed({ fact, value, why, sources }: AssumedNicFact): AssumedNicFactDto {
  return {
    fact,
    number: typeof value === 'number' ? value : null,
    numbers: typeof value === 'object' ? [...value] : [],
    text: typeof value === 'string' ? value : null,
    why,
    sources: sources.map((source) => NIC_SOURCES[source]),
  };
}

function fromWarning({ code, address, detail }: NicWarning): NicWarningDto {
  return { code, severity: NIC_WARNINGS[code].severity, address, detail };
}
