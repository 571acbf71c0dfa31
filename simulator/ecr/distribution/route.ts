import type { RegistryInput } from './exchange.ts';

/** A repository's name as the specification writes it, in lower case; ECR's own rule is narrower and refuses later. */
const name = '([a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)';

interface Route {
  path: RegExp;
  /** Operation by HTTP method. */
  methods: Readonly<Record<string, string>>;
  /** Members of the input that the path's groups give. */
  groups: readonly (keyof RegistryInput)[];
  /** Members of the input that the query gives. */
  query?: readonly (keyof RegistryInput & string)[];
}

/** The endpoints of the OCI distribution specification 1.1, and `_catalog`. */
const routes: readonly Route[] = [
  { path: /^\/v2\/?$/, methods: { GET: 'CheckApi', HEAD: 'CheckApi' }, groups: [] },
  { path: /^\/v2\/_catalog$/, methods: { GET: 'ListRepositories' }, groups: [], query: ['n', 'last'] },
  {
    path: new RegExp(`^/v2/${name}/blobs/uploads/?$`),
    methods: { POST: 'StartUpload' },
    groups: ['repository'],
    query: ['digest', 'mount', 'from'],
  },
  {
    path: new RegExp(`^/v2/${name}/blobs/uploads/([^/]+)$`),
    methods: { PATCH: 'UploadChunk', PUT: 'FinishUpload', GET: 'GetUpload', DELETE: 'CancelUpload' },
    groups: ['repository', 'uploadId'],
    query: ['digest'],
  },
  {
    path: new RegExp(`^/v2/${name}/blobs/([^/]+)$`),
    methods: { HEAD: 'HeadBlob', GET: 'GetBlob', DELETE: 'DeleteBlob' },
    groups: ['repository', 'digest'],
  },
  {
    path: new RegExp(`^/v2/${name}/manifests/([^/]+)$`),
    methods: { HEAD: 'HeadManifest', GET: 'GetManifest', PUT: 'PutManifest', DELETE: 'DeleteManifest' },
    groups: ['repository', 'reference'],
  },
  {
    path: new RegExp(`^/v2/${name}/tags/list$`),
    methods: { GET: 'ListTags' },
    groups: ['repository'],
    query: ['n', 'last'],
  },
  {
    path: new RegExp(`^/v2/${name}/referrers/([^/]+)$`),
    methods: { GET: 'ListReferrers' },
    groups: ['repository', 'digest'],
    query: ['artifactType'],
  },
];

/** The operation that a request names with what its path and query say, or the methods that its path takes. */
export function route(
  method: string,
  path: string,
  query: URLSearchParams,
): { operation: string; input: RegistryInput } | { allow: string[] } | undefined {
  for (const { path: pattern, methods, groups, query: wanted = [] } of routes) {
    const match = pattern.exec(path);
    if (!match) continue;
    const operation = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!operation) return { allow: Object.keys(methods) };
    const given = [
      ...groups.map((member, index) => [member, match[index + 1]!] as const),
      ...wanted.filter((member) => query.has(member)).map((member) => [member, query.get(member)!] as const),
    ];
    return { operation, input: Object.fromEntries(given) };
  }
  return undefined;
}
