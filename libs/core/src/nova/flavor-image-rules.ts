import type { FlavorAndImage } from './flavor-and-image';
import { extraSpecPointer, imagePropertyPointer, refuse } from './nova-refusal';
import { pythonInt } from './python-values';

/*
 * What nova-api asks of flavor and image together at server create, apart from the guest NUMA topology
 * (`nova/compute/api.py _validate_flavor_image_numa_pci`, `nova/virt/hardware.py get_*_constraint`).
 * Every function throws NovaRefusalError with the name of Nova's exception.
 */

/** A switch that flavor and image may both set, but only to the same; null when neither does. */
function agreedSwitch(given: FlavorAndImage, name: string): boolean | null {
  const flavorSays = given.specBoolean(`hw:${name}`);
  const imageSays = given.imageBoolean(`hw_${name}`);
  if (flavorSays !== null && imageSays !== null && flavorSays !== imageSays) {
    refuse(
      'FlavorImageConflict',
      `Flavor has hw:${name}=${flavorSays}, image has hw_${name}=${imageSays}; they must agree.`,
      imagePropertyPointer(`hw_${name}`),
    );
  }
  return flavorSays ?? imageSays;
}

/** A text that flavor and image may both set, but only to the same; null (or empty) when neither does. */
function agreedText(given: FlavorAndImage, specKey: string, propertyKey: string): string | null {
  const flavorSays = given.spec(specKey);
  const imageSays = given.imageText(propertyKey);
  if (flavorSays && imageSays && flavorSays !== imageSays) {
    refuse(
      'FlavorImageConflict',
      `Flavor has ${specKey}=${flavorSays}, image has ${propertyKey}=${imageSays}; they must agree.`,
      imagePropertyPointer(propertyKey),
    );
  }
  return flavorSays || imageSays;
}

/** Encrypted guest memory needs an UEFI image and, where the image names a machine, q35. */
export function checkMemoryEncryption(given: FlavorAndImage): void {
  const flavorWants = given.specBoolean('hw:mem_encryption');
  const imageWants = given.imageBoolean('hw_mem_encryption');
  if (flavorWants !== true && imageWants !== true) return;
  agreedSwitch(given, 'mem_encryption');
  if (given.imageText('hw_firmware_type') !== 'uefi') {
    refuse(
      'FlavorImageConflict',
      'Memory encryption needs an image with hw_firmware_type=uefi.',
      imagePropertyPointer('hw_firmware_type'),
    );
  }
  const machine = given.imageText('hw_machine_type');
  if (machine !== null && !machine.includes('q35')) {
    refuse(
      'InvalidMachineType',
      `Memory encryption needs the q35 machine type, not ${machine}.`,
      imagePropertyPointer('hw_machine_type'),
    );
  }
}

export function checkPmu(given: FlavorAndImage): void {
  agreedSwitch(given, 'pmu');
}

/** The image may ask for fewer serial ports than the flavor, never for more. */
export function checkSerialPorts(given: FlavorAndImage): void {
  const key = 'hw:serial_port_count';
  const text = given.spec(key);
  if (!text) return;
  const most = pythonInt(text);
  if (most === null) {
    refuse('ImageSerialPortNumberInvalid', `"${text}" is not a number of serial ports.`, extraSpecPointer(key));
  }
  const asked = given.imageInteger('hw_serial_port_count');
  if (most !== 0 && asked !== null && asked > most) {
    refuse(
      'ImageSerialPortNumberExceedFlavorValue',
      `Image asks for ${asked} serial ports, flavor allows ${most}.`,
      imagePropertyPointer('hw_serial_port_count'),
    );
  }
}

const TOPOLOGY_PARTS = ['sockets', 'cores', 'threads'] as const;
const NO_LIMIT = 65_536;

/** Image limits may only lower the flavor's, and an image's preference must keep within both. */
export function checkCpuTopology(given: FlavorAndImage): void {
  const flavorMost = TOPOLOGY_PARTS.map((part) => specCount(given, `hw:cpu_max_${part}`));
  const imageMost = TOPOLOGY_PARTS.map((part) => given.imageInteger(`hw_cpu_max_${part}`) ?? 0);
  TOPOLOGY_PARTS.forEach((part, i) => {
    const flavorLimit = flavorMost[i] ?? 0;
    const imageLimit = imageMost[i] ?? 0;
    if (flavorLimit !== 0 && imageLimit > flavorLimit) {
      refuse(
        'ImageVCPULimitsRangeExceeded',
        `Image allows ${imageLimit} CPU ${part}, flavor only ${flavorLimit}.`,
        imagePropertyPointer(`hw_cpu_max_${part}`),
      );
    }
  });
  TOPOLOGY_PARTS.forEach((part) => specCount(given, `hw:cpu_${part}`));
  TOPOLOGY_PARTS.forEach((part, i) => {
    const most = imageMost[i] || flavorMost[i] || NO_LIMIT;
    const asked = given.imageInteger(`hw_cpu_${part}`) ?? 0;
    if (asked > most) {
      refuse(
        'ImageVCPUTopologyRangeExceeded',
        `Image asks for ${asked} CPU ${part}, at most ${most} are allowed.`,
        imagePropertyPointer(`hw_cpu_${part}`),
      );
    }
  });
}

function specCount(given: FlavorAndImage, key: string): number {
  const text = given.spec(key);
  if (text === null) return 0;
  return pythonInt(text) ?? refuse('InvalidRequest', `"${text}" is not a number.`, extraSpecPointer(key));
}

/**
 * Whether virtio NICs get several queues. One vCPU never does, and a contradiction is then not noticed either.
 *
 * @throws NovaRefusalError `FlavorImageConflict` when flavor and image differ.
 */
export function vifMultiqueue(given: FlavorAndImage): boolean {
  return given.vcpus < 2 ? false : (agreedSwitch(given, 'vif_multiqueue_enabled') ?? false);
}

/** From 2024.1; an older release ignores the image property and knows no such extra spec. */
export function checkPackedRing(given: FlavorAndImage): void {
  agreedSwitch(given, 'virtio_packed_ring');
}

const TPM_VERSIONS = ['1.2', '2.0'];
const TPM_MODELS = ['tpm-tis', 'tpm-crb'];

/** Asked by the scheduler, so a contradiction ends in NoValidHost and not in a 400. */
export function checkVtpm(given: FlavorAndImage): void {
  const version = agreedText(given, 'hw:tpm_version', 'hw_tpm_version');
  if (version === null) return;
  const versionPointer = extraSpecPointer('hw:tpm_version');
  if (!TPM_VERSIONS.includes(version)) refuse('Invalid', `There is no TPM version "${version}".`, versionPointer);
  const model = agreedText(given, 'hw:tpm_model', 'hw_tpm_model');
  if (model === null) return;
  const modelPointer = extraSpecPointer('hw:tpm_model');
  if (!TPM_MODELS.includes(model)) refuse('Invalid', `There is no TPM model "${model}".`, modelPointer);
  if (model === 'tpm-crb' && version !== '2.0') refuse('Invalid', 'tpm-crb needs TPM version 2.0.', modelPointer);
}

/** As with the vTPM, the scheduler asks. */
export function checkSecureBoot(given: FlavorAndImage): void {
  const policy = agreedText(given, 'os:secure_boot', 'os_secure_boot');
  if (policy !== null && !['required', 'disabled', 'optional'].includes(policy)) {
    refuse('Invalid', `There is no secure boot policy "${policy}".`, extraSpecPointer('os:secure_boot'));
  }
}
