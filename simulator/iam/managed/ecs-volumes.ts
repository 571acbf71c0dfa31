const byEcs = (key: 'RequestTag' | 'ResourceTag') => ({
  ArnLike: { [`aws:${key}/AmazonECSCreated`]: 'arn:aws:ecs:*:*:task/*' },
  StringEquals: { [`aws:${key}/AmazonECSManaged`]: 'true' },
});
const volumes = 'arn:aws:ec2:*:*:volume/*';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForVolumes.html */
export const ecsVolumes = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'CreateEBSManagedVolume',
      Effect: 'Allow',
      Action: 'ec2:CreateVolume',
      Resource: volumes,
      Condition: byEcs('RequestTag'),
    },
    {
      Sid: 'CreateEBSManagedVolumeFromSnapshot',
      Effect: 'Allow',
      Action: 'ec2:CreateVolume',
      Resource: 'arn:aws:ec2:*:*:snapshot/*',
    },
    {
      Sid: 'TagOnCreateVolume',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: volumes,
      Condition: {
        ArnLike: { 'aws:RequestTag/AmazonECSCreated': 'arn:aws:ecs:*:*:task/*' },
        StringEquals: { 'ec2:CreateAction': 'CreateVolume', 'aws:RequestTag/AmazonECSManaged': 'true' },
      },
    },
    {
      Sid: 'DescribeVolumesForLifecycle',
      Effect: 'Allow',
      Action: ['ec2:DescribeVolumes', 'ec2:DescribeAvailabilityZones'],
      Resource: '*',
    },
    {
      Sid: 'DescribeInstancesForAttachingVolume',
      Effect: 'Allow',
      Action: ['ec2:DescribeInstances'],
      Resource: '*',
    },
    {
      Sid: 'ManageEBSVolumeLifecycle',
      Effect: 'Allow',
      Action: ['ec2:AttachVolume', 'ec2:DetachVolume'],
      Resource: volumes,
      Condition: { StringEquals: { 'aws:ResourceTag/AmazonECSManaged': 'true' } },
    },
    {
      Sid: 'ManageVolumeAttachmentsForEC2',
      Effect: 'Allow',
      Action: ['ec2:AttachVolume', 'ec2:DetachVolume'],
      Resource: 'arn:aws:ec2:*:*:instance/*',
    },
    {
      Sid: 'DeleteEBSManagedVolume',
      Effect: 'Allow',
      Action: 'ec2:DeleteVolume',
      Resource: volumes,
      Condition: byEcs('ResourceTag'),
    },
  ],
};
