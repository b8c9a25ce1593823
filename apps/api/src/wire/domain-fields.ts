import { CpuSetSyntaxError, parseCpuSet, parsePciAddress } from '@iopath/core';
import { field, TextField, type FieldOptions } from './fields';
import { isCleanTextRule, isTextRule, lengthBetween, type ValueRule } from './value-rule';

/** What a host may be called: as Nova's `hypervisor_hostname`, without anything that a URL would have to escape. */
export const HOST_NAME = {
  regex: /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/,
  words: 'must be a host name: letters, digits, ".", "_" and "-"',
};

export const UUID = {
  regex: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  words: 'must be a UUID',
};

/** RFC 3339 with an offset; a day that the month does not have is refused. */
export const instantRule: ValueRule = {
  code: 'field.malformed',
  accepts: (value) => typeof value === 'string' && isInstant(value),
  message: 'must be a time as in RFC 3339, e.g. 2026-11-21T08:00:00Z',
};

const cpuListRule: ValueRule = {
  code: 'cpu_list.malformed',
  accepts: (value) => typeof value === 'string' && isCpuList(value),
  message: 'must be a CPU list such as 0-3,8 that names at least one CPU',
};

const pciAddressRule: ValueRule = {
  code: 'pci_address.malformed',
  accepts: (value) => typeof value === 'string' && parsePciAddress(value) !== null,
  message: 'must be a PCI address such as 0000:3b:00.0 (domain:bus:slot.function, hexadecimal)',
};

/** Linux' CPU list syntax, `0-15,32-47`. */
export function CpuListField(options: FieldOptions): PropertyDecorator {
  const rules = [isTextRule, lengthBetween(1, MAX_CPU_LIST), cpuListRule];
  return field(options, rules, { type: 'string', maxLength: MAX_CPU_LIST });
}

/** The same, or the empty text: a NUMA node that has memory only. */
export function CpuListOrNoneField(options: FieldOptions): PropertyDecorator {
  const orNone: ValueRule = { ...cpuListRule, accepts: (value) => value === '' || cpuListRule.accepts(value) };
  return field(options, [isTextRule, lengthBetween(0, MAX_CPU_LIST), orNone], {
    type: 'string',
    maxLength: MAX_CPU_LIST,
  });
}

/** `0000:3b:00.0`; the domain may have up to eight digits. */
export function PciAddressField(options: FieldOptions): PropertyDecorator {
  return field(options, [isTextRule, pciAddressRule], { type: 'string', pattern: PCI_ADDRESS_PATTERN });
}

/** Even with every second CPU named, a list of 1000 is shorter. */
const MAX_CPU_LIST = 8192;
const PCI_ADDRESS_PATTERN = '^[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\\.[0-7]$';

/** Vendor and product ids as `lspci -n` writes them. */
export function PciIdField(options: FieldOptions): PropertyDecorator {
  return TextField({
    ...options,
    maxLength: 4,
    pattern: { regex: /^[0-9a-f]{4}$/i, words: 'must be four hexadecimal digits, e.g. 15b3' },
  });
}

export function InstantField(options: FieldOptions): PropertyDecorator {
  return field(options, [isTextRule, lengthBetween(1, 40), isCleanTextRule, instantRule], {
    type: 'string',
    format: 'date-time',
  });
}

export function UuidField(options: FieldOptions): PropertyDecorator {
  return field(options, [isTextRule, { code: 'field.malformed', accepts: isUuid, message: UUID.words }], {
    type: 'string',
    format: 'uuid',
  });
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.regex.test(value);
}

function isInstant(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (match === null || Number.isNaN(Date.parse(text))) return false;
  // Date.parse lets 30 February pass as 2 March.
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return day.getUTCDate() === Number(match[3]) && day.getUTCFullYear() >= 1970;
}

function isCpuList(text: string): boolean {
  try {
    parseCpuSet(text);
    return true;
  } catch (error) {
    if (error instanceof CpuSetSyntaxError) return false;
    throw error;
  }
}
