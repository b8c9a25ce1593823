import { flavorStep, flavorName, type FlavorStep, type GuestPlan, type CloudStock } from '@iopath/core';
import { CloudError, type CloudReader } from '../ports/cloud-reader.port';
import type { CloudWriter } from '../ports/cloud-writer.port';
import type { RealisedGuest, RealisedPort } from '../ports/realisation-store.port';
import { Refusal } from '../refusal';
import { all } from './cloud-stock';
import { newFlavor, serverCall, stepFor } from './planned-calls';

export interface MakeGuestPorts {
  readonly reader: CloudReader;
  readonly writer: CloudWriter;
}

/** One VM on its way: what is kept of it is kept before the next call goes out. */
export interface Making {
  readonly plan: GuestPlan;
  readonly boot: boolean;
  /** Whether an earlier try may have made something whose answer was lost. */
  readonly again: boolean;
  readonly keep: (guest: RealisedGuest) => Promise<void>;
}

/** Makes what one VM needs in the cloud, and nothing twice. */
export class MakeGuest {
  /** Flavors by canonical name, which VMs of one recommendation share. */
  private readonly flavors = new Map<string, RealisedGuest['flavor']>();

  constructor(
    private readonly cloud: MakeGuestPorts,
    private stock: CloudStock,
  ) {}

  /** @throws CloudError; Refusal conflict `realisation.refused_by_nova` */
  async execute(first: RealisedGuest, making: Making): Promise<RealisedGuest> {
    const { plan, keep } = making;
    let guest: RealisedGuest = { ...first, state: 'creating', flavor: await this.flavor(first, plan) };
    await keep(guest);
    for (const [index, port] of guest.ports.entries()) {
      const made = { ...port, id: port.id ?? (await this.port(port, making)) };
      guest = { ...guest, ports: guest.ports.map((one, at) => (at === index ? made : one)) };
      await keep(guest);
    }
    const portIds = guest.ports.flatMap(({ id }) => (id === null ? [] : [id]));
    guest = { ...guest, state: 'created', request: serverCall(plan, guest.flavor.id ?? '', portIds) };
    await keep(guest);
    return making.boot ? this.boot(guest, making) : guest;
  }

  private async flavor({ flavor }: RealisedGuest, plan: GuestPlan): Promise<RealisedGuest['flavor']> {
    const canonical = flavorName(plan.flavor);
    const known = this.flavors.get(canonical);
    if (known !== undefined) return known;
    const made = await this.ensureFlavor(stepFor(plan, this.stock), plan, true);
    // What an earlier try made stays made by us.
    const ensured = { ...made, created: made.created || (flavor.created && flavor.id === made.id) };
    this.flavors.set(canonical, ensured);
    return ensured;
  }

  private async ensureFlavor(step: FlavorStep, plan: GuestPlan, mayRace: boolean): Promise<RealisedGuest['flavor']> {
    if (step.kind === 'reuse') return { id: step.id, name: step.name, created: false };
    if (step.kind === 'complete') {
      await this.addSpecs(step.id, step.extraSpecs);
      return { id: step.id, name: step.name, created: true };
    }
    try {
      const { id } = await this.cloud.writer.createFlavor(newFlavor(step));
      await this.addSpecs(id, step.flavor.extraSpecs);
      return { id, name: step.name, created: true };
    } catch (error) {
      // Somebody made one of the same name meanwhile: it is theirs, or ours and equal.
      if (!(error instanceof CloudError && error.status === 409 && mayRace)) throw error;
      this.stock = { ...this.stock, flavors: await all(this.cloud.reader.flavors()) };
      const { image, flavors } = this.stock;
      return this.ensureFlavor(
        flavorStep(plan.flavor, { osId: null, properties: image.properties }, flavors),
        plan,
        false,
      );
    }
  }

  /** A flavor of ours that Nova wants no extra specs of is of no use to anybody. */
  private async addSpecs(id: string, extraSpecs: Readonly<Record<string, string>>): Promise<void> {
    if (Object.keys(extraSpecs).length === 0) return;
    try {
      await this.cloud.writer.addExtraSpecs(id, extraSpecs);
    } catch (error) {
      if (!(error instanceof CloudError) || error.isTransient) throw error;
      await this.cloud.writer.deleteFlavor(id);
      throw error.status === 400 ? refusedByNova(error, extraSpecs) : error;
    }
  }

  private async port(port: RealisedPort, { plan, again }: Making): Promise<string> {
    if (again) {
      for await (const { id } of this.cloud.reader.ports({ name: port.name })) return id;
    }
    const body = plan.ports.find(({ nic }) => nic === port.nic)?.body;
    if (body === undefined) throw new Error(`There is no plan for NIC ${port.nic}.`);
    return (await this.cloud.writer.createPort(body)).id;
  }

  /** Asks for the server of a VM whose body is known. */
  async boot(guest: RealisedGuest, { again, keep }: Pick<Making, 'again' | 'keep'>): Promise<RealisedGuest> {
    const body = guest.request?.body as Readonly<Record<string, unknown>>;
    const serverId = (again ? await this.found(guest, body) : null) ?? (await this.cloud.writer.createServer(body)).id;
    const booted: RealisedGuest = { ...guest, state: 'booted', serverId };
    await keep(booted);
    return booted;
  }

  /** Servers carry whose they are, for their names are nobody's own. */
  private async found({ serverName }: RealisedGuest, body: Readonly<Record<string, unknown>>): Promise<string | null> {
    const { metadata } = body['server'] as { readonly metadata: Readonly<Record<string, string>> };
    for await (const server of this.cloud.reader.servers({ name: serverName })) {
      if (Object.entries(metadata).every(([key, value]) => server.metadata[key] === value)) return server.id;
    }
    return null;
  }
}

/** Nova names the extra spec that it refuses; all are pointed at where it names none of them. */
function refusedByNova(error: CloudError, extraSpecs: Readonly<Record<string, string>>): Refusal {
  const named = Object.keys(extraSpecs).filter((key) => error.message.includes(key));
  const keys = named.length > 0 ? named : Object.keys(extraSpecs);
  const faults = keys.map((key) => ({
    pointer: `/nova/flavor/extra_specs/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    code: 'extra_spec.refused_by_nova',
    message: error.message,
  }));
  return new Refusal('conflict', 'realisation.refused_by_nova', error.message, faults);
}
