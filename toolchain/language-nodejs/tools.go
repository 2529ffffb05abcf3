//go:build tools

// Package languagenodejs pins the Node.js language host: its own module is not
// published in any version, and this is the last release inside the SDK's module.
package languagenodejs

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
