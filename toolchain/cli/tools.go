//go:build tools

// Package cli pins the Pulumi CLI that set-up builds where none can be downloaded.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
