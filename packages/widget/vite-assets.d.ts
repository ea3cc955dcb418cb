/** Vite answers the address of the emitted file. */
declare module '*?url' {
  const url: string;
  export default url;
}
