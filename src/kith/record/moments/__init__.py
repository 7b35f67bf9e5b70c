"""What has just happened and what goes on: critical moments, times missing and their interviews, school, referrals."""
