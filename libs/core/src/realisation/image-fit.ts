import type { CloudImage } from '../cloud/cloud-records';
import type { Fault } from '../fault';
import { EXTRA_SPEC_RULES } from '../nova/extra-spec-table.data';
import { guestTopologyOf } from '../nova-fit/guest-topology';
import type { Flavor, Image } from '../request/vm-request';
import type { GuestBlueprint } from './guest-blueprint';

export type ImageFit =
  | {
      readonly ok: true;
      /** The flavor that builds the planned guest from this image. */
      readonly flavor: Flavor;
      /** `disk_bus` that the server has to state, because the image does not; null: none. */
      readonly rootDiskBus: string | null;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Nova's libvirt driver on KVM, for an image that says nothing (`nova/virt/libvirt/vif.py`, `blockinfo.py`). An
 * `os_distro` may change it where libosinfo is installed (`nova/virt/osinfo.py`).
 */
const DRIVER_DEFAULTS: Readonly<Record<string, string>> = { hw_vif_model: 'virtio', hw_disk_bus: 'virtio' };

/** Extra specs that say what an image property of the same name says. */
const SPECS: ReadonlySet<string> = new Set(
  EXTRA_SPEC_RULES.flatMap(({ name }) => (typeof name === 'string' && name.startsWith('hw:') ? [name] : [])),
);
const NUMBERED_SPEC = /^hw:numa_(cpus|mem)\.\d+$/;

/**
 * Whether an image builds the guest that was planned. The properties of an image are its owner's, so what it lacks is said
 * by the flavor or by the server where Nova has a way, and is a fault where it has none. What it says too much is a fault
 * where the guest would be another.
 */
export function fitImage(blueprint: GuestBlueprint, image: CloudImage): ImageFit {
  const { flavor, neededProperties, rootDiskBus } = blueprint;
  const { extraSpecs, absent } = byTheFlavor(blueprint, image);
  const fitted = { ...flavor, extraSpecs: { ...flavor.extraSpecs, ...extraSpecs } };
  const wrong = Object.entries(neededProperties).filter(([key, value]) => lacks(image, key, value));
  const faults = [
    ...usability(flavor, image),
    ...absent.map(([key, value]) => propertyFault(image, key, value)),
    ...wrong.map(([key, value]) => propertyFault(image, key, value)),
  ];
  faults.push(...(faults.length === 0 ? otherGuest(blueprint, fitted, image) : []));
  if (faults.length > 0) return { ok: false, faults };
  const states = image.properties['hw_disk_bus'];
  const isDefault = states === undefined && rootDiskBus === defaultOf(image, 'hw_disk_bus');
  return {
    ok: true,
    flavor: fitted,
    rootDiskBus: rootDiskBus === states || isDefault ? null : rootDiskBus,
    notes: notesOn(image, Object.keys(extraSpecs)),
  };
}

/** The properties that the request named and the image lacks: those that the flavor can say, and those that it cannot. */
function byTheFlavor({ image: planned, flavor, neededProperties }: GuestBlueprint, image: CloudImage) {
  const absent = Object.entries(planned.properties).filter(
    ([key, value]) =>
      concernsTheGuest(key) && !Object.hasOwn(neededProperties, key) && !isSame(image.properties[key], value),
  );
  const said = absent.flatMap(([key, value]) => {
    const spec = key.startsWith('trait:') ? key : key.replace(/^hw_/, 'hw:');
    const isFree = image.properties[key] === undefined && flavor.extraSpecs[spec] === undefined;
    const isSpec = SPECS.has(spec) || NUMBERED_SPEC.test(spec) || key.startsWith('trait:');
    return isFree && isSpec ? [[spec, value, key] as const] : [];
  });
  return {
    extraSpecs: Object.fromEntries(said.map(([spec, value]) => [spec, value])),
    absent: absent.filter(([key]) => !said.some(([, , property]) => property === key) && key !== 'hw_disk_bus'),
  };
}

/** `os_distro` and the like describe the image; these change what Nova builds. */
function concernsTheGuest(key: string): boolean {
  return key.startsWith('hw_') || key.startsWith('trait:') || key === 'os_secure_boot';
}

/** The bus of the root disk can be said by the server itself, so the image cannot lack it. */
function lacks(image: CloudImage, key: string, value: string): boolean {
  if (key === 'hw_disk_bus') return false;
  return !isSame(image.properties[key] ?? defaultOf(image, key) ?? undefined, value);
}

function defaultOf(image: CloudImage, key: string): string | null {
  return image.properties['os_distro'] === undefined ? (DRIVER_DEFAULTS[key] ?? null) : null;
}

/** Glance keeps texts; Nova reads `True` and `true` alike. */
function isSame(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

function propertyFault(image: CloudImage, key: string, wanted: string): Fault {
  const has = image.properties[key];
  return {
    pointer: '/image',
    code: has === undefined ? 'image.property_missing' : 'image.property_differs',
    message: `the image needs the property ${key}=${wanted}, and ${has === undefined ? 'has none' : `has ${has}`}; its owner can set it: openstack image set --property ${key}=${wanted} ${image.id}`,
  };
}

function usability(flavor: Flavor, { status, minDiskGib, minRamMib }: CloudImage): Fault[] {
  const faults: Fault[] = [];
  const add = (code: string, message: string) => faults.push({ pointer: '/image', code, message });
  if (status !== 'active') add('image.not_active', `the image is ${status}, and must be active`);
  // A flavor without a disk boots what size the image is (Nova's `disk: 0`).
  if (flavor.diskGib > 0 && minDiskGib > flavor.diskGib) {
    add('image.disk_too_small', `the image wants a disk of ${minDiskGib} GiB, and the flavor has ${flavor.diskGib}`);
  }
  if (minRamMib > flavor.ramMib) {
    add('image.ram_too_small', `the image wants ${minRamMib} MiB of memory, and the flavor has ${flavor.ramMib}`);
  }
  return faults;
}

/** What Nova makes of the flavor and this image, against what it makes of the image that was planned with. */
function otherGuest({ flavor, image: planned, neededProperties }: GuestBlueprint, fitted: Flavor, image: CloudImage) {
  const plannedImage: Image = { ...planned, properties: { ...planned.properties, ...neededProperties } };
  const was = guestTopologyOf(flavor, plannedImage);
  const becomes = guestTopologyOf(fitted, { osId: planned.osId, properties: image.properties });
  if (!becomes.ok) {
    const message = `Nova refuses the flavor with this image: ${becomes.refusal.message}`;
    return [{ pointer: '/image', code: 'image.refused_by_nova', message }];
  }
  if (JSON.stringify(was) === JSON.stringify(becomes)) return [];
  const unplanned = Object.keys(image.properties).filter(
    (key) => concernsTheGuest(key) && plannedImage.properties[key] !== image.properties[key],
  );
  const message = `Nova would build another guest from this image than was planned; look at its ${unplanned.join(', ')}, and name them in the request`;
  return [{ pointer: '/image', code: 'image.builds_another_guest', message }];
}

function notesOn(image: CloudImage, added: readonly string[]): readonly string[] {
  const said = added.length === 0 ? [] : [`The flavor says what the image does not: ${added.join(', ')}.`];
  const traits = Object.keys(image.properties).filter((key) => key.startsWith('trait:'));
  const narrowed =
    traits.length === 0 ? [] : [`The image asks hosts for traits, which Nova judges: ${traits.join(', ')}.`];
  return [...said, ...narrowed];
}
