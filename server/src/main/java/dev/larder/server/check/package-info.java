/// What every structure that verifies itself says when it finds itself broken.
@NullMarked
package dev.larder.server.check;

import org.jspecify.annotations.NullMarked;
