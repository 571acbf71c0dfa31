/** What just-bash's browser bundle needs of `node:zlib`, by fflate. */
export { gunzipSync, gzipSync, inflateSync, deflateSync } from 'fflate';
