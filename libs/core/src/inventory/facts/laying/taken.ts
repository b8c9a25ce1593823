import { MAX_CPU } from '../../cpu-set';
import { normalisePciAddress } from '../../pci-address';

/** What a document can hold of a value that a source tells, in its one form; undefined when it can hold none of it. */
export type Taken = (value: unknown) => unknown;

/** C0, DEL, C1 and halves of surrogate pairs: no name has them, and PostgreSQL refuses some of them. */
const BAD_CHARACTERS = /[\p{Cc}\p{Cs}]/u;

export function integer(min: number, max: number): Taken {
  return (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max ? value : undefined;
}

export function positive(max: number): Taken {
  return (value) => (typeof value === 'number' && value > 0 && value <= max ? value : undefined);
}

export function text(maxLength: number): Taken {
  return (value) =>
    typeof value === 'string' && value !== '' && value.length <= maxLength && !BAD_CHARACTERS.test(value)
      ? value
      : undefined;
}

export const flag: Taken = (value) => (typeof value === 'boolean' ? value : undefined);

export function oneOf(values: readonly unknown[]): Taken {
  return (value) => (values.includes(value) ? value : undefined);
}

/** Four hexadecimal digits, lower case. */
export const pciId: Taken = (value) =>
  typeof value === 'string' && /^[0-9a-f]{4}$/i.test(value) ? value.toLowerCase() : undefined;

export const pciAddress: Taken = (value) =>
  typeof value === 'string' ? (normalisePciAddress(value) ?? undefined) : undefined;

/** Members that cannot be held are left out of the list. */
export function listOf(member: Taken, maxItems: number): Taken {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    return value
      .map(member)
      .filter((one) => one !== undefined)
      .slice(0, maxItems);
  };
}

const cpuNumber = integer(0, MAX_CPU);

/** Ascending, without repeats. */
export const cpuSet: Taken = (value) => {
  if (!Array.isArray(value)) return undefined;
  const cpus = value.filter((cpu): cpu is number => cpuNumber(cpu) !== undefined);
  return [...new Set(cpus)].sort((a, b) => a - b);
};

/** Texts without repeats, sorted: lists whose order means nothing. */
export function namesOf(maxItems: number): Taken {
  const names = listOf(text(255), Number.MAX_SAFE_INTEGER);
  return (value) => {
    const told = names(value) as readonly string[] | undefined;
    return told && [...new Set(told)].sort().slice(0, maxItems);
  };
}

/** An object of exactly these members; undefined when one that is needed cannot be held. */
export function objectOf(members: Readonly<Record<string, Taken>>, needed: readonly string[]): Taken {
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const told = value as Readonly<Record<string, unknown>>;
    const taken = Object.entries(members).map(([name, take]) => [name, take(told[name])] as const);
    if (taken.some(([name, one]) => one === undefined && needed.includes(name))) return undefined;
    return Object.fromEntries(taken.filter(([, one]) => one !== undefined));
  };
}

/** Numbers by number; what cannot be held is left out. */
export function numbersByNumber(key: Taken, number: Taken): Taken {
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value).filter(
      ([name, one]) => /^\d{1,9}$/.test(name) && key(Number(name)) !== undefined && number(one) !== undefined,
    );
    return Object.fromEntries(entries);
  };
}
