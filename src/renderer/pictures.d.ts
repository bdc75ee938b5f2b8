/** A picture is imported as its address beside the page. */
declare module '*.svg' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: the bundler gives it so
  export default address;
}
