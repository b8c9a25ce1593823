import type { CloudFlavor, EmbeddedFlavor } from '@iopath/core';
import type { WireRecord } from '../wire/wire-record';

export function readFlavor(flavor: WireRecord): CloudFlavor {
  return {
    id: flavor.text('id'),
    name: flavor.text('name'),
    description: flavor.textOrNull('description'),
    vcpus: flavor.number('vcpus'),
    ramMib: flavor.number('ram'),
    diskGib: flavor.number('disk'),
    ephemeralGib: flavor.numberOrNull('OS-FLV-EXT-DATA:ephemeral') ?? 0,
    swapMib: swapMib(flavor),
    isPublic: flavor.flag('os-flavor-access:is_public', true),
    isDisabled: flavor.flag('OS-FLV-DISABLED:disabled', false),
    extraSpecs: flavor.textMap('extra_specs'),
  };
}

/** @param flavor as a server of microversion 2.47 and later has it */
export function readEmbeddedFlavor(flavor: WireRecord): EmbeddedFlavor {
  return {
    name: flavor.text('original_name'),
    vcpus: flavor.number('vcpus'),
    ramMib: flavor.number('ram'),
    diskGib: flavor.number('disk'),
    ephemeralGib: flavor.numberOrNull('ephemeral') ?? 0,
    swapMib: swapMib(flavor),
    extraSpecs: flavor.textMap('extra_specs'),
  };
}

/** Before 2.75 no swap is an empty text; a server's flavor keeps saying it so. */
function swapMib(flavor: WireRecord): number {
  return flavor.isText('swap') ? Number(flavor.text('swap') || 0) : (flavor.numberOrNull('swap') ?? 0);
}
