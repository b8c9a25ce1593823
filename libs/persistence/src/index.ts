export * from './migrate/apply-migrations';
export * from './open-persistence';
