/** A picture of the repository as a data URL, bundled at the build. */
declare module '*.png?inline' {
  const dataUrl: string;
  // biome-ignore lint/style/noDefaultExport: the bundler gives it so
  export default dataUrl;
}
