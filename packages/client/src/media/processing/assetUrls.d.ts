/** The bundler serves such a file from the app's own origin, and gives its address. */
declare module '*?url' {
  const url: string;
  export { url as default };
}
