import { NestFactory } from '@nestjs/core';
import { AdvisorWorker } from './advisor-worker';
import { WorkerModule, type WorkerPorts } from './worker.module';

/** A worker ready to be started, on these ports; opening and closing them is the caller's business. */
export async function createWorker(ports: WorkerPorts): Promise<AdvisorWorker> {
  const context = await NestFactory.createApplicationContext(WorkerModule.of(ports), {
    logger: false,
    abortOnError: false,
  });
  return context.get(AdvisorWorker);
}
