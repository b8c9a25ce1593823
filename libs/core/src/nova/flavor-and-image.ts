import type { Flavor, Image } from '../request/vm-request';
import { novaCpuSpec } from './cpu-spec';
import { readImageProperty, type PropertyValue } from './image-properties';
import { extraSpecPointer, imagePropertyPointer, refuse } from './nova-refusal';
import { lenientBoolean, pythonInt } from './python-values';

/** More nodes than this are never read (`ImageMetaProps.NUMA_NODES_MAX`). */
const NUMA_NODES_MAX = 128;

/**
 * A flavor and an image as Nova's constraint functions see them: extra specs are texts, image properties have
 * been read into their types. An absent value is null.
 */
export class FlavorAndImage {
  readonly vcpus: number;
  readonly ramMib: number;
  private readonly properties = new Map<string, string | number | boolean>();

  /** @throws NovaRefusalError `InvalidRequest` on an image property with a bad value. */
  constructor(
    readonly flavor: Flavor,
    image: Image,
  ) {
    this.vcpus = flavor.vcpus;
    this.ramMib = flavor.ramMib;
    for (const [key, text] of Object.entries(image.properties)) {
      const read: PropertyValue = readImageProperty(key, text);
      if (!read.ok) {
        refuse('InvalidRequest', `Image property ${key} must be ${read.wanted}.`, imagePropertyPointer(key));
      }
      this.properties.set(key, read.value);
    }
    this.imageNumaCpus();
    this.imageNumaMem();
  }

  /** Text of an extra spec; null when it is not set. */
  spec(key: string): string | null {
    return Object.hasOwn(this.flavor.extraSpecs, key) ? (this.flavor.extraSpecs[key] ?? null) : null;
  }

  /** An extra spec read as a lenient boolean; null when it is not set. */
  specBoolean(key: string): boolean | null {
    const text = this.spec(key);
    return text === null ? null : lenientBoolean(text);
  }

  imageText(key: string): string | null {
    const value = this.properties.get(key);
    return typeof value === 'string' ? value : null;
  }

  imageInteger(key: string): number | null {
    const value = this.properties.get(key);
    return typeof value === 'number' ? value : null;
  }

  imageBoolean(key: string): boolean | null {
    const value = this.properties.get(key);
    return typeof value === 'boolean' ? value : null;
  }

  /** True when the image asks for the trait (`trait:NAME=required`). */
  imageRequiresTrait(trait: string): boolean {
    return this.properties.get(`trait:${trait}`) === 'required';
  }

  /** `hw:numa_cpus.0`, `.1` … up to the first gap; null when there is none. */
  specNumaCpus(): readonly (readonly number[])[] | null {
    return numbered('hw:numa_cpus', (key) => this.spec(key), readCpus(extraSpecPointer));
  }

  /** `hw:numa_mem.0`, `.1` … in MiB. */
  specNumaMem(): readonly number[] | null {
    return numbered('hw:numa_mem', (key) => this.spec(key), readMib('ValueError', extraSpecPointer));
  }

  imageNumaCpus(): readonly (readonly number[])[] | null {
    return numbered('hw_numa_cpus', (key) => this.imageText(key), readCpus(imagePropertyPointer));
  }

  imageNumaMem(): readonly number[] | null {
    return numbered('hw_numa_mem', (key) => this.imageText(key), readMib('InvalidRequest', imagePropertyPointer));
  }
}

function numbered<Value>(
  prefix: string,
  text: (key: string) => string | null,
  read: (key: string, text: string) => Value,
): readonly Value[] | null {
  const values: Value[] = [];
  for (let node = 0; node < NUMA_NODES_MAX; node++) {
    const key = `${prefix}.${node}`;
    const found = text(key);
    if (found === null) break;
    values.push(read(key, found));
  }
  return values.length === 0 ? null : values;
}

function readCpus(pointer: (key: string) => string) {
  return (key: string, text: string): readonly number[] =>
    novaCpuSpec(text) ?? refuse('Invalid', `"${text}" is not a list of guest CPUs.`, pointer(key));
}

function readMib(exception: string, pointer: (key: string) => string) {
  return (key: string, text: string): number =>
    pythonInt(text) ?? refuse(exception, `"${text}" is not a number of MiB.`, pointer(key));
}
