export * from './builders/a-decision';
export * from './builders/a-host-record';
export * from './builders/a-vm-request';
export * from './fakes/fake-work-queue';
export * from './fakes/in-memory-fleet';
export * from './fakes/in-memory-outbox';
export * from './fakes/in-memory-recommendation-store';
export * from './fakes/first-free-vf-planner';
