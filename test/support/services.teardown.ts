import { once } from 'node:events';

/** Ends the process of `services.setup.ts`, which removes what it made. */
async function tearDownServices(): Promise<void> {
  const services = globalThis.iopathTestServices;
  if (services === undefined || services.exitCode !== null) return;
  const ended = once(services, 'exit');
  services.stdin?.end();
  await ended;
}

export = tearDownServices;
