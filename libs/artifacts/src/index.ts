export * from './artifact';
export { renderArtifact } from './render-artifact';
