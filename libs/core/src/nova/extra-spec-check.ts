import type { Fault } from '../fault';
import { EXTRA_SPEC_RULES, OWN_NAMESPACE, type ExtraSpecRule } from './extra-spec-table.data';
import { wantedInstead } from './extra-spec-value';
import { readPageSize } from './memory-page-size';
import { extraSpecPointer } from './nova-refusal';
import { isAtLeast, type OpenStackRelease } from './openstack-release';

const NAME = /^[a-zA-Z0-9\-_:. ]{1,255}$/;
const LONGEST_VALUE = 255;

const RULES_BY_NAME = new Map<string, ExtraSpecRule>(
  EXTRA_SPEC_RULES.flatMap((rule) => (typeof rule.name === 'string' ? [[rule.name, rule]] : [])),
);
const RULES_BY_PATTERN = EXTRA_SPEC_RULES.filter((rule) => typeof rule.name !== 'string');

/**
 * What Nova's flavor API of that release would refuse of these extra specs, each by itself, at microversion 2.86 or
 * later (`nova/api/validation/extra_specs`, handbook 1.1 to 1.6). How keys go together is asked at server create:
 * see `guestTopologyOf`.
 *
 * @returns Faults with code `extra_spec.bad_name`, `extra_spec.unknown`, `extra_spec.not_in_release`,
 *   `extra_spec.bad_value`, and `extra_spec.page_size_does_not_boot` for a page size that the flavor API stores
 *   and no server boots with.
 */
export function checkExtraSpecs(
  extraSpecs: Readonly<Record<string, string>>,
  release: OpenStackRelease,
): readonly Fault[] {
  return Object.entries(extraSpecs).flatMap(([name, value]) => faultsOf(name, value, release));
}

function faultsOf(name: string, value: string, release: OpenStackRelease): readonly Fault[] {
  const fault = (code: string, message: string): readonly Fault[] => [
    { pointer: extraSpecPointer(name), code: `extra_spec.${code}`, message },
  ];
  if (!NAME.test(name)) {
    return fault('bad_name', 'An extra spec has 1 to 255 letters, digits, spaces and the characters - _ : and .');
  }
  const rule =
    RULES_BY_NAME.get(name) ?? RULES_BY_PATTERN.find(({ name: form }) => form instanceof RegExp && form.test(name));
  if (value.length > LONGEST_VALUE) return fault('bad_value', `The value of ${name} is longer than 255 characters.`);
  if (rule === undefined) {
    const [namespace] = name.split(':', 1);
    const ours = name.includes(':') && namespace !== undefined && OWN_NAMESPACE.test(namespace);
    return ours ? fault('unknown', `Nova has no extra spec ${name}.`) : [];
  }
  const absent = absence(rule, release);
  if (absent !== null) return fault('not_in_release', `Nova ${release} does not take ${name}: ${absent}.`);
  const wanted = wantedInstead(rule.value, value);
  if (wanted !== null) return fault('bad_value', `${name} must be ${wanted}, not "${value}".`);
  return name === 'hw:mem_page_size' && readPageSize(value) === null
    ? fault('page_size_does_not_boot', doesNotBoot(value))
    : [];
}

function absence({ since, until }: ExtraSpecRule, release: OpenStackRelease): string | null {
  if (since !== null && !isAtLeast(release, since)) return `it came with ${since}`;
  return until !== null && isAtLeast(release, until) ? `it went with ${until}` : null;
}

/** Kilo is the one prefix whose case matters, and a suffix for bytes is mandatory. */
function doesNotBoot(value: string): string {
  const [, number = '', prefix = ''] = /^(\d+)([kKMGT])/.exec(value) ?? [];
  return `Nova stores "${value}" as a page size and refuses to boot with it; write ${number}${prefix.toUpperCase()}B.`;
}
