export { openSolver } from './open-solver';
