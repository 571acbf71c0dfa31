import type { LabView } from '../../learner/bench/index.ts';

/** What the goals of the labs on Amazon ECR read of its answers, and the lines that their worlds begin with. */
interface Repository {
  repositoryName: string;
  repositoryUri: string;
  imageTagMutability: string;
  imageScanningConfiguration?: { scanOnPush?: boolean };
  encryptionConfiguration?: { encryptionType: string };
}

interface ImageDetail {
  imageDigest: string;
  imageTags?: string[];
  imageSizeInBytes: number;
  imageStatus?: string;
}

export const account = '123456789012';
export const registryOf = (region: string) => `${account}.dkr.ecr.${region}.amazonaws.com`;
export const registry = registryOf('us-east-1');

/** Puts the registry's address into the variable REGISTRY. */
export const setRegistry = `REGISTRY=${registry}`;

/** Gives Docker a token for a Region's registry. */
export const logIn = (region = 'us-east-1') =>
  `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registryOf(region)}`;

/** Builds the Dockerfile under a name in the registry and pushes it. */
export const buildAndPush = (name: string) =>
  `docker build -q -t ${registry}/${name} . && docker push -q ${registry}/${name}`;

/** Writes one line into index.html, so that the next build makes another image. */
export const write = (text: string) => `echo '<h1>${text}</h1>' > index.html`;

/** A page in a small image: what most of the labs push. */
export const page = {
  Dockerfile: 'FROM public.ecr.aws/docker/library/busybox:1.36\nCOPY index.html /www/\n',
  'index.html': '<h1>Open from nine to five</h1>\n',
};

/** Repositories of the lab's Region, by name. */
export function repositoriesOf(view: LabView): ReadonlyMap<string, Repository> {
  const answer = view.call<{ repositories: Repository[] }>('ecr', 'DescribeRepositories');
  return new Map(answer?.repositories.map((each) => [each.repositoryName, each]));
}

/** Images of a repository, the archived ones among them; none when the repository is missing. */
export function imagesOf(view: LabView, repositoryName: string): ImageDetail[] {
  return (
    view.call<{ imageDetails: ImageDetail[] }>('ecr', 'DescribeImages', {
      repositoryName,
      filter: { imageStatus: 'ANY' },
    })?.imageDetails ?? []
  );
}

/** Tags of a repository in the order of their images. */
export const tagsIn = (view: LabView, repositoryName: string) =>
  imagesOf(view, repositoryName).flatMap(({ imageTags }) => imageTags ?? []);

/** The digest behind a tag. */
export const digestAt = (view: LabView, repositoryName: string, tag: string) =>
  imagesOf(view, repositoryName).find(({ imageTags }) => imageTags?.includes(tag))?.imageDigest;
