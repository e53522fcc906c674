# The command with everything that users use. Its build is not tested by this repository's tests (they have no container
# engine); what it does, wheel and locked packages in an empty environment, is (`make wheel-test`).
#
#   docker build -t extractor .
#   docker run --rm -v "$PWD:/data" extractor sample reports
#   docker run --rm -v "$PWD:/data" extractor extract reports --out out
#   docker run --rm -v "$PWD:/data" extractor batch run reports --db results.sqlite
#   docker run --rm -it -v "$PWD:/data" extractor review user wang --role admin --db results.sqlite
#   docker run --rm -p 8765:8765 -v "$PWD:/data" extractor review --db results.sqlite --team --host 0.0.0.0 --name localhost:8765
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN python -m pip install --no-cache-dir "hatchling>=1.27" && python -m hatchling build -t wheel -d /wheel

FROM python:3.12-slim
# LibreOffice turns .doc into .docx; leave it out (--build-arg PACKAGES=) where there are none.
ARG PACKAGES=libreoffice-writer-nogui
RUN if [ -n "$PACKAGES" ]; then apt-get update && apt-get install -y --no-install-recommends $PACKAGES \
    && rm -rf /var/lib/apt/lists/*; fi
COPY requirements-all.lock /tmp/
RUN python -m pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r /tmp/requirements-all.lock
COPY --from=build /wheel /tmp/wheel
RUN python -m pip install --no-cache-dir --no-deps /tmp/wheel/*.whl && rm -r /tmp/wheel && useradd --create-home reader
USER reader
WORKDIR /data
EXPOSE 8765
ENTRYPOINT ["extractor"]
CMD ["--help"]
