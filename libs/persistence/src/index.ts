export * from './migrate/apply-migrations';
