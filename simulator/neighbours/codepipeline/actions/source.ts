import { commitOf } from '../../git/state.ts';
import { ask, refusal, type Provider } from './action.ts';

/** ms that fetching a source takes (unverified). */
const fetching = 3_000;

/**
 * Amazon ECR: the artifact is `imageDetail.json`
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html).
 */
export const ecrSource: Provider = {
  needs: ['RepositoryName'],
  look(at, scope) {
    const { configuration, run } = at;
    const left = run.startedAt + fetching - scope.context.date;
    if (left > 0) return { wait: left };
    const { RepositoryName: repositoryName = '', ImageTag: imageTag = 'latest' } = configuration;
    const reply = ask('ecr', 'DescribeImages', { repositoryName, imageIds: [{ imageTag }] }, at, scope);
    if (!reply.ok) return refusal(reply, 'ECR');
    const [image] = (reply.output as { imageDetails: Image[] }).imageDetails;
    const { imageDigest, imageSizeInBytes, imagePushedAt, registryId, imageTags } = image!;
    const host = `${registryId}.dkr.ecr.${scope.region}.amazonaws.com`;
    const uri = `${host}/${repositoryName}@${imageDigest}`;
    Object.assign(run.variables, {
      ImageDigest: imageDigest,
      ImageTag: imageTag,
      ImageURI: uri,
      RegistryId: registryId,
      RepositoryName: repositoryName,
    });
    run.revision = { id: imageDigest, summary: '' };
    const detail = {
      ImageSizeInBytes: String(imageSizeInBytes),
      ImageDigest: imageDigest,
      Version: '1.0',
      ImagePushedAt: new Date(imagePushedAt * 1000).toUTCString(),
      RegistryId: registryId,
      RepositoryName: repositoryName,
      ImageURI: uri,
      ImageTags: imageTags,
    };
    return { files: { 'imageDetail.json': JSON.stringify(detail) }, revision: imageDigest };
  },
};

interface Image {
  imageDigest: string;
  imageSizeInBytes: number;
  imagePushedAt: number;
  registryId: string;
  imageTags: string[];
}

/**
 * A Git repository outside of AWS over a connection
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html).
 */
export const gitSource: Provider = {
  needs: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
  look({ configuration, run }, scope) {
    const left = run.startedAt + fetching - scope.context.date;
    if (left > 0) return { wait: left };
    const { FullRepositoryId: repository = '', BranchName: branch = '' } = configuration;
    const commit = commitOf(scope.neighbours.git, repository, branch);
    if (!commit)
      return {
        code: 'ConfigurationError',
        message: `No Branch [${branch}] found for FullRepositoryName [${repository}]`,
      };
    Object.assign(run.variables, {
      BranchName: branch,
      CommitId: commit.id,
      CommitMessage: commit.message,
      FullRepositoryName: repository,
    });
    run.revision = {
      id: commit.id,
      summary: JSON.stringify({ ProviderType: 'GitHub', CommitMessage: commit.message }),
    };
    return { files: commit.files, revision: commit.id };
  },
};
